import { setting } from '../../host/settings';
import { writeSetting } from '../../host/writeSettingWhereItIsSet';

/** Takes a removed model out of all settings, which return to their defaults. */
export async function resetRoles(model: string): Promise<void> {
  for (const name of ['completion.model', 'budget.model', 'bothSides.model', 'rewrite.model'] as const)
    if (setting(name) === model) await writeSetting(name, undefined);
  const shown = setting('attention.models');
  const others = shown.filter((other) => other !== model);
  if (others.length < shown.length) await writeSetting('attention.models', others.length > 0 ? others : undefined);
  const counted = setting('budget.countFor');
  const otherCounted = counted.filter((other) => other !== model);
  if (otherCounted.length < counted.length)
    await writeSetting('budget.countFor', otherCounted.length > 0 ? otherCounted : undefined);
  const counters = setting('budget.counters');
  const otherCounters = counters.filter((counter) => (counter as { model?: unknown }).model !== model);
  if (otherCounters.length < counters.length) await writeSetting('budget.counters', otherCounters);
}
