import { chosen, type Choice, type Layer } from './attention';
import { rollout, type Product } from './rollout';

/**
 * The map [size, size] of one head of one layer or of several put together, out of single ones.
 *
 * @param layers weights of each head [size, size], of all layers, or of none but `layer` when that is a number
 * @param product called for rollout alone
 */
export async function mapFor(
  layers: readonly (readonly Float32Array[])[],
  layer: Layer,
  head: Choice,
  size: number,
  product: Product,
): Promise<Float32Array> {
  const ofLayers = (which: Choice) => layers.map((heads) => chosen(heads, which));
  if (layer === 'rollout') return rollout(ofLayers('mean'), size, product);
  return chosen(ofLayers(head), typeof layer === 'number' ? 0 : layer);
}
