import { selectMap, type LayerOrAggregate, type LayerSelector } from './attentionMap';
import type { ModelSpec } from '../models/modelSpec';
import { rollout, type MatrixProduct } from './rollout';

/**
 * An attention of a text-to-text model: the encoder's self-attention, the decoder's self-attention, or the
 * cross-attention from the generated text to the input.
 */
export type AttentionPart = 'encoder' | 'decoder' | 'cross';

/** All parts, in the order of the picker. */
export const ATTENTION_PARTS: readonly AttentionPart[] = ['encoder', 'decoder', 'cross'];

/** Number of layers with this attention. */
export function layersOf({ layers, decoderLayers }: ModelSpec, part: AttentionPart): number {
  return part === 'encoder' ? layers : (decoderLayers ?? layers);
}

/** Which attention maps to read, before they are shaped for display. */
export interface AttentionSelection {
  /** One model, or two to compare over the same words. */
  readonly models: readonly string[];
  /** Applies to text-to-text models; others have only one attention. */
  readonly part: AttentionPart;
  readonly layer: LayerSelector;
  readonly head: LayerOrAggregate;
}

/** Whether two selections read the same maps. */
export function isSameSelection(a: AttentionSelection, b: AttentionSelection): boolean {
  return a.layer === b.layer && a.head === b.head && a.part === b.part && a.models.join() === b.models.join();
}

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
  const mapsOfLayers = (which: LayerOrAggregate) => layers.map((heads) => selectMap(heads, which));
  if (layer === 'rollout') return rollout(mapsOfLayers('mean'), size, product);
  return selectMap(mapsOfLayers(head), typeof layer === 'number' ? 0 : layer);
}
