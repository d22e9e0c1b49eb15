import { changeSetting } from '../../host/writeSettingWhereItIsSet';

/** Takes a removed model out of all settings that name it, which return to their defaults where nothing else is left. */
export async function resetRoles(model: string): Promise<void> {
  for (const name of ['completion.model', 'budget.model', 'bothSides.model', 'rewrite.model'] as const)
    await changeSetting(name, (before) => (before === model ? undefined : before));
  for (const name of ['attention.models', 'budget.countFor'] as const)
    await changeSetting(name, (before) => without(before, (other) => other === model));
  await changeSetting('budget.counters', (before) =>
    without(before, (counter) => (counter as { model?: unknown } | null)?.model === model),
  );
}

/** A list without the entries that match; undefined when none are left. */
function without(list: unknown, matches: (entry: unknown) => boolean): unknown {
  if (!Array.isArray(list) || !list.some(matches)) return list;
  const others: unknown[] = list.filter((entry) => !matches(entry));
  return others.length > 0 ? others : undefined;
}
