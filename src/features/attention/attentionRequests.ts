import type { Attention, AttentionWindowRequest } from '../../contracts/attention';
import type { Inference } from '../../contracts/inference';
import { layersOf } from '../../core/attention/attentionSelection';
import type { ModelSpec } from '../../core/models/modelSpec';
import type { AttentionSnapshot } from './attentionSnapshot';

/** What the models are told of a window on show. */
export type RequestedWindow = Pick<AttentionSnapshot, 'view' | 'text' | 'focus' | 'windowTokens'>;

/** How the models are asked for that window: always for all models of the view, as they have it in common. */
export function windowRequest({ view, text, focus, windowTokens }: RequestedWindow): AttentionWindowRequest {
  return { models: view.models, part: view.part, text, focus, windowTokens };
}

/** The heads of each layer of one of the window's models, a layer at a time: all at once are megabytes by the dozen. */
export async function* attendEachLayer(
  window: AttentionWindowRequest,
  spec: ModelSpec,
  inference: Inference,
  signal: AbortSignal,
): AsyncGenerator<Attention[]> {
  const { id: model, heads } = spec;
  for (let layer = 0; layer < layersOf(spec, window.part ?? 'encoder'); layer++) {
    const selections = Array.from({ length: heads }, (_, head) => ({ model, layer, head }));
    yield await inference.attend({ ...window, selections }, signal);
  }
}
