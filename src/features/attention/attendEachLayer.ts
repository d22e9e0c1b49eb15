import type { Attention, AttentionWindowRequest } from '../../contracts/attentionRequests';
import type { Inference } from '../../contracts/inference';
import { layersOf } from '../../core/attention/attentionParts';
import type { ModelSpec } from '../../core/models/modelSpec';
import type { AttentionSnapshot } from './attentionSnapshot';

/** What identifies the window of a snapshot to the models. */
export type SnapshotWindow = Pick<AttentionSnapshot, 'view' | 'text' | 'focus' | 'windowTokens'>;

/** The request for that window: always for all models of the view, since the window is what all of them can read. */
export function windowRequest({ view, text, focus, windowTokens }: SnapshotWindow): AttentionWindowRequest {
  return { models: view.models, part: view.part, text, focus, windowTokens };
}

/** Yields the heads of one model, a layer at a time: all layers at once would be dozens of megabytes. */
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
