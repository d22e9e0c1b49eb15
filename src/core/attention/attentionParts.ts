import type { ModelSpec } from '../models/modelSpec';

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
