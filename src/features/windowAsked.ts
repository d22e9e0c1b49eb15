import type { Attention, Inference, WindowRequest } from '../contracts/inference';
import { layersOf } from '../core/look';
import type { ModelSpec } from '../core/models';
import type { Shown } from './shownAttention';

/** What the models are told of a window on show. */
export type Asked = Pick<Shown, 'view' | 'text' | 'focus' | 'windowTokens'>;

/** How the models are asked for that window: always for all models of the view, as they have it in common. */
export function windowOf({ view, text, focus, windowTokens }: Asked): WindowRequest {
  return { models: view.models, part: view.part, text, focus, windowTokens };
}

/** The heads of each layer of one of the window's models, a layer at a time: all at once are megabytes by the dozen. */
export async function* everyLayer(
  window: WindowRequest,
  spec: ModelSpec,
  inference: Inference,
  signal: AbortSignal,
): AsyncGenerator<Attention[]> {
  const { id: model, heads } = spec;
  for (let layer = 0; layer < layersOf(spec, window.part ?? 'encoder'); layer++) {
    const looks = Array.from({ length: heads }, (_, head) => ({ model, layer, head }));
    yield await inference.attend({ ...window, looks }, signal);
  }
}
