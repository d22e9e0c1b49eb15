import { maxPooled } from './maxPoolMap';
import type { AttentionMap } from './attentionMap';

/** Most cells of a thumbnail, in width and height. */
const MAX_SIDE = 64;

/** A map max-pooled to at most 64 × 64 cells, as bytes round(255·√weight). */
export function thumbnailOf(map: AttentionMap): Uint8Array {
  const { weights } = maxPooled(map, Math.ceil(map.size / MAX_SIDE));
  return Uint8Array.from(weights, (weight) => Math.round(255 * Math.sqrt(weight)));
}

/** Width and height of the thumbnail of a map of `size`. */
export function thumbnailSide(size: number): number {
  return Math.ceil(size / Math.ceil(size / MAX_SIDE));
}
