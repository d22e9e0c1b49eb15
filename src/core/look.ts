import { chosen, type Choice, type Layer } from './attention';
import type { ModelSpec } from './models';
import { rollout, type Product } from './rollout';

/** Where a text-to-text model attends: from what it reads, from what it writes, or from this to that. */
export type Part = 'encoder' | 'decoder' | 'cross';

export const PARTS: readonly Part[] = ['encoder', 'decoder', 'cross'];

/** How many layers a part of a model has. */
export function layersOf({ layers, decoderLayers }: ModelSpec, part: Part): number {
  return part === 'encoder' ? layers : (decoderLayers ?? layers);
}

/** Which maps are looked at, however they are shaped then. */
export interface Looks {
  /** One model, or two side by side over the same words. */
  readonly models: readonly string[];
  /** Of text-to-text models; others have but one. */
  readonly part: Part;
  readonly layer: Layer;
  readonly head: Choice;
}

export function sameLooks(a: Looks, b: Looks): boolean {
  return a.layer === b.layer && a.head === b.head && a.part === b.part && a.models.join() === b.models.join();
}

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
