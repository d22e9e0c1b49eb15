import type { ModelWindow } from '../../contracts/inside';
import { attentionWindows, type AttentionWindow } from '../attention/attentionWindow';
import type { LoadedModel } from '../models/loadedModel';

/** What one model reads of a text around a place; of a text-to-text model, what its encoder reads. */
export function insideWindow(model: LoadedModel, { text, focus, windowTokens }: ModelWindow): AttentionWindow {
  return attentionWindows([model], { models: [model.spec.id], text, focus, windowTokens })[0]!;
}
