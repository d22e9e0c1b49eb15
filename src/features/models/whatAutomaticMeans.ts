import { automaticSides, type ChosenModel } from '../../core/models/automaticModels';
import { promptGpt } from '../../core/models/embeddedModels';
import type { ModelsInUse } from './modelsInUse';
import type { Role } from './modelRoles';

/** The models that “automatic” stands for now in a role; undefined where a model must be chosen. */
export function automaticFor(role: Role, models: ModelsInUse): readonly ChosenModel[] | undefined {
  switch (role) {
    case 'completion':
      return [models.automatic.writing];
    case 'attention':
      return models.automatic.onPages.map((id) => ({ id }));
    case 'both sides':
      return [{ id: automaticSides.masked }];
    default:
      return undefined;
  }
}

/** What “automatic” means now, such as “SmolLM2; our small GPT while it loads”. */
export function meaningOfAutomatic(role: Role, chosen: readonly ChosenModel[], models: ModelsInUse): string {
  const names = chosen.map(({ id }) => models.labelOf(id)).join(' and ');
  const isLarge = role === 'completion' && chosen[0]!.id !== promptGpt.id;
  return isLarge ? `${names}; ${promptGpt.label} while it loads` : names;
}
