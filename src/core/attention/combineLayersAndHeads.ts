import type { LayerOrAggregate, LayerSelector } from './attentionMap';
import { rollout, type MatrixProduct } from './attentionRollout';

/**
 * The selected map [size, size]: one head of one layer, an aggregate, or rollout.
 *
 * @param layers weights of each head [size, size], for all layers; only for `layer` when that is a number
 * @param product used for rollout only
 */
export async function mapFor(
  layers: readonly (readonly Float32Array[])[],
  layer: LayerSelector,
  head: LayerOrAggregate,
  size: number,
  product: MatrixProduct,
): Promise<Float32Array> {
  return mapOfLayers(
    layers.map((heads) => mapOfHeads(heads, layer, head)),
    layer,
    size,
    product,
  );
}

/** What `mapOfLayers` needs of one layer, whose heads have the weights `heads`. A single head's are returned without a copy. */
export function mapOfHeads(heads: readonly Float32Array[], layer: LayerSelector, head: LayerOrAggregate): Float32Array {
  return selectMap(heads, layer === 'rollout' ? 'mean' : head);
}

/**
 * The selected map [size, size].
 *
 * @param maps what `mapOfHeads` returned for all layers; only for `layer` when that is a number
 * @param product used for rollout only
 */
export async function mapOfLayers(
  maps: readonly Float32Array[],
  layer: LayerSelector,
  size: number,
  product: MatrixProduct,
): Promise<Float32Array> {
  if (layer === 'rollout') return rollout(maps, size, product);
  return selectMap(maps, typeof layer === 'number' ? 0 : layer);
}

/**
 * The weights of one of `maps`, all of the same size, or an aggregate of them. A single map is returned without a copy.
 */
export function selectMap(maps: readonly Float32Array[], which: LayerOrAggregate): Float32Array {
  if (typeof which === 'number') return maps[which]!;
  return which === 'mean' ? meanOf(maps) : maximumOf(maps);
}

function meanOf(maps: readonly Float32Array[]): Float32Array {
  const mean = new Float32Array(maps[0]!.length);
  for (const map of maps) for (let cell = 0; cell < mean.length; cell++) mean[cell]! += map[cell]!;
  for (let cell = 0; cell < mean.length; cell++) mean[cell]! /= maps.length;
  return mean;
}

function maximumOf(maps: readonly Float32Array[]): Float32Array {
  const maximum = maps[0]!.slice();
  for (const map of maps) {
    for (let cell = 0; cell < maximum.length; cell++) if (map[cell]! > maximum[cell]!) maximum[cell] = map[cell]!;
  }
  return maximum;
}
