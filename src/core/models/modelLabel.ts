import { embeddedModels } from './embeddedModels';

/** A model's name for users: the label of an embedded model, else the last part of its id or path. */
export function labelOf(id: string): string {
  return embeddedModels.find((model) => model.id === id)?.label ?? id.split(/[\\/]/).findLast(Boolean) ?? id;
}
