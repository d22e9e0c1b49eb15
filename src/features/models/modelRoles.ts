import type { Task } from '../../core/models/modelSpec';
import { setting, writeSetting } from '../../host/settings';

/** What models are chosen for, each by itself. */
export type Role = 'completion' | 'counting' | 'attention' | 'both sides' | 'rewriting';

interface Described {
  readonly title: string;
  /** In a sentence. */
  readonly name: string;
  readonly tasks: readonly Task[];
  /** Whether one of OpenAI's encodings will do. */
  readonly hasEncodings?: boolean;
}

export const ROLES: Readonly<Record<Role, Described>> = {
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

/** The models that the settings name for a role. */
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

/** Puts a model into the settings. In the attention panel it comes first, beside the first that was there. */
export async function choose(role: Role, model: string): Promise<void> {
  if (role === 'completion') return writeSetting('completion.model', model);
  if (role === 'counting') return writeSetting('budget.model', model);
  if (role === 'both sides') return writeSetting('bothSides.model', model);
  if (role === 'rewriting') return writeSetting('rewrite.model', model);
  const others = setting('attention.models').filter((other) => other !== model);
  await writeSetting('attention.models', [model, ...others]);
}

/** Takes a model that is there no more out of the settings. */
export async function resetRoles(model: string): Promise<void> {
  for (const name of ['completion.model', 'budget.model', 'bothSides.model', 'rewrite.model'] as const)
    if (setting(name) === model) await writeSetting(name, undefined);
  const shown = setting('attention.models');
  const left = shown.filter((other) => other !== model);
  if (left.length < shown.length) await writeSetting('attention.models', left.length > 0 ? left : undefined);
  const counters = setting('budget.counters');
  const counting = counters.filter((counter) => (counter as { model?: unknown }).model !== model);
  if (counting.length < counters.length) await writeSetting('budget.counters', counting);
}

/** Whether any role names a model. */
export function isChosen(model: string): boolean {
  return (Object.keys(ROLES) as Role[]).some((role) => chosenFor(role).includes(model));
}
