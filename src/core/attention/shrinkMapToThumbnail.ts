import { maxPooled } from './maxPoolMap';
import type { AttentionMap } from './attentionMap';

/** A map max-pooled to at most `side` × `side` cells, as bytes round(255·√weight). */
export function thumbnailOf(map: AttentionMap, side: number): Uint8Array {
  const { weights } = maxPooled(map, Math.ceil(map.size / side));
  return Uint8Array.from(weights, (weight) => Math.round(255 * Math.sqrt(weight)));
}

/** Width and height of the thumbnail of a map of `size`. */
export function thumbnailSide(size: number, side: number): number {
  return Math.ceil(size / Math.ceil(size / side));
}
