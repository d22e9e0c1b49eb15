import { selectMap, type LayerOrAggregate, type LayerSelector } from './attentionMap';
import type { ModelSpec } from '../models/modelSpec';
import { rollout, type Product } from './rollout';

/** Where a text-to-text model attends: from what it reads, from what it writes, or from this to that. */
export type AttentionPart = 'encoder' | 'decoder' | 'cross';

export const ATTENTION_PARTS: readonly AttentionPart[] = ['encoder', 'decoder', 'cross'];

/** How many layers a part of a model has. */
export function layersOf({ layers, decoderLayers }: ModelSpec, part: AttentionPart): number {
  return part === 'encoder' ? layers : (decoderLayers ?? layers);
}

/** Which maps are looked at, however they are shaped then. */
export interface AttentionSelection {
  /** One model, or two side by side over the same words. */
  readonly models: readonly string[];
  /** Of text-to-text models; others have but one. */
  readonly part: AttentionPart;
  readonly layer: LayerSelector;
  readonly head: LayerOrAggregate;
}

export function isSameSelection(a: AttentionSelection, b: AttentionSelection): boolean {
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
  layer: LayerSelector,
  head: LayerOrAggregate,
  size: number,
  product: Product,
): Promise<Float32Array> {
  const ofLayers = (which: LayerOrAggregate) => layers.map((heads) => selectMap(heads, which));
  if (layer === 'rollout') return rollout(ofLayers('mean'), size, product);
  return selectMap(ofLayers(head), typeof layer === 'number' ? 0 : layer);
}
