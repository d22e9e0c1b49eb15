import type { Attention } from '../../contracts/attentionRequests';
import { layersOf, type AttentionPart } from '../../core/attention/attentionParts';
import type { ModelSpec } from '../../core/models/modelSpec';

/** Bytes of weights up to which the page holds all heads; beyond, it holds only the map on display. */
const MOST_BYTES = 24_000_000;

/** Whether the page holds all heads. `models` are those of the maps, one a map. */
export function allHeadsFit(maps: readonly Attention[], models: readonly ModelSpec[], part: AttentionPart): boolean {
  const bytes = maps.reduce((sum, map, index) => sum + bytesOfAllHeads(map, models[index]!, part), 0);
  return bytes <= MOST_BYTES;
}

/** Bytes of the weights of all of a model's heads over the window of a map. */
export function bytesOfAllHeads({ weights }: Attention, spec: ModelSpec, part: AttentionPart): number {
  return layersOf(spec, part) * spec.heads * weights.byteLength;
}
