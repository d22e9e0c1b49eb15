import { modelCatalogue } from '../../core/models/modelCatalogue';
import type { ModelSpec, Task } from '../../core/models/modelSpec';
import { ROLES, type Role } from './modelRoles';

/** Throws when a model's task does not fit the role that it was chosen for. */
export function checkTask(role: Role, { label, task }: Pick<ModelSpec, 'label' | 'task'>): void {
  const { tasks, name } = ROLES[role];
  if (tasks.includes(task)) return;
  const alternative = modelCatalogue.find((listed) => tasks.includes(listed.task))!;
  throw new Error(`${label} ${LIMITS[task]}, so it cannot be used for ${name}. Try ${alternative.id}.`);
}

/** What a model with this task lacks for other roles, as the predicate of a sentence. */
const LIMITS: Record<Task, string> = {
  masked: 'reads both ways and has no language-modelling head that writes from left to right',
  encoder: 'has no head that predicts words',
  causal: 'only continues a text and has no encoder',
  'text-to-text': 'writes a new text instead of continuing yours',
};
