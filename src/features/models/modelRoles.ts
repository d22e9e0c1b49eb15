import type { Task } from '../../core/models/modelSpec';
import { setting, writeSetting } from '../../host/settings';

/** What a model is chosen for. Each role has a setting of its own. */
export type Role = 'completion' | 'counting' | 'attention' | 'both sides' | 'rewriting';

/** A role's names, and the models that can fill it. */
interface RoleDescription {
  /** Name in a list. */
  readonly title: string;
  /** Name within a sentence. */
  readonly name: string;
  readonly tasks: readonly Task[];
  /** Whether OpenAI's encodings can fill the role, too. */
  readonly hasEncodings?: boolean;
}

/** All roles. */
export const ROLES: Readonly<Record<Role, RoleDescription>> = {
  completion: { title: 'Ghost Text', name: 'ghost text', tasks: ['causal'] },
  counting: {
    title: 'Token Counts',
    name: 'token counts',
    tasks: ['masked', 'causal', 'text-to-text'],
    hasEncodings: true,
  },
  attention: { title: 'Attention', name: 'attention', tasks: ['masked', 'causal', 'text-to-text'] },
  'both sides': { title: 'Both Sides', name: 'what is expected from both sides', tasks: ['masked'] },
  rewriting: { title: 'Rewriting', name: 'rewriting', tasks: ['text-to-text'] },
};

/** The models that the settings name for a role; more than one for attention only. */
export function chosenFor(role: Role): readonly string[] {
  switch (role) {
    case 'completion':
      return [setting('completion.model')];
    case 'counting':
      return [setting('budget.model')];
    case 'attention':
      return setting('attention.models');
    case 'both sides':
      return [setting('bothSides.model')];
    case 'rewriting':
      return [setting('rewrite.model')].filter(Boolean);
  }
}

/** Names a model in a role's setting. For attention, it becomes the first one of the list. */
export async function choose(role: Role, model: string): Promise<void> {
  if (role === 'completion') return writeSetting('completion.model', model);
  if (role === 'counting') return writeSetting('budget.model', model);
  if (role === 'both sides') return writeSetting('bothSides.model', model);
  if (role === 'rewriting') return writeSetting('rewrite.model', model);
  const others = setting('attention.models').filter((other) => other !== model);
  await writeSetting('attention.models', [model, ...others]);
}

/** Takes a removed model out of all settings, which return to their defaults. */
export async function resetRoles(model: string): Promise<void> {
  for (const name of ['completion.model', 'budget.model', 'bothSides.model', 'rewrite.model'] as const)
    if (setting(name) === model) await writeSetting(name, undefined);
  const shown = setting('attention.models');
  const others = shown.filter((other) => other !== model);
  if (others.length < shown.length) await writeSetting('attention.models', others.length > 0 ? others : undefined);
  const counters = setting('budget.counters');
  const otherCounters = counters.filter((counter) => (counter as { model?: unknown }).model !== model);
  if (otherCounters.length < counters.length) await writeSetting('budget.counters', otherCounters);
}

/** Whether the settings name a model for any role. */
export function isChosen(model: string): boolean {
  return (Object.keys(ROLES) as Role[]).some((role) => chosenFor(role).includes(model));
}
