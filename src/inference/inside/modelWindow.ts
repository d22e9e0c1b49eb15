import type { ModelWindow } from '../../contracts/inference';
import { windowsOf, type AttentionWindow } from '../attention/window';
import type { LoadedModel } from '../models/loadedModel';

/** What one model reads of a text around a place; of a text-to-text model, what its encoder reads. */
export function windowFor(model: LoadedModel, { text, focus, windowTokens }: ModelWindow): AttentionWindow {
  return windowsOf([model], { models: [model.spec.id], text, focus, windowTokens })[0]!;
}
