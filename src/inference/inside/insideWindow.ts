import type { ModelWindow } from '../../contracts/insideRequests';
import { attentionWindows, type AttentionWindow } from '../attention/attentionWindow';
import type { LoadedModel } from '../models/loadedModel';

/** The tokens that one model reads around the focus; of a text-to-text model, those that its encoder reads. */
export function insideWindow(model: LoadedModel, { text, focus, windowTokens }: ModelWindow): AttentionWindow {
  return attentionWindows([model], { models: [model.spec.id], text, focus, windowTokens })[0]!;
}
