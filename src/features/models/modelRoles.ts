import type { Task } from '../../core/models/modelSpec';

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
    tasks: ['masked', 'encoder', 'causal', 'text-to-text'],
    hasEncodings: true,
  },
  attention: { title: 'Attention', name: 'attention', tasks: ['masked', 'encoder', 'causal', 'text-to-text'] },
  'both sides': { title: 'Both Sides', name: 'the comparison of both sides', tasks: ['masked'] },
  rewriting: { title: 'Rewriting', name: 'rewriting', tasks: ['text-to-text'] },
};
