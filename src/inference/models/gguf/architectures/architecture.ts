import type { DecoderShape } from '../decoderShape';
import type { GgufMetadata } from '../ggufMetadata';
import type { GgufWeights } from '../ggufWeights.node';

/** What sets one model family's GGUF files apart. */
export interface Architecture {
  /** Its numbers. Throws an Error when a file lacks one, or uses something that our graph does not compute. */
  readonly shapeOf: (metadata: GgufMetadata, weights: GgufWeights) => Promise<DecoderShape>;
  /** Its config.json, as Hugging Face's transformers has it. */
  readonly configOf: (
    metadata: GgufMetadata,
    shape: DecoderShape,
    weights: GgufWeights,
  ) => Readonly<Record<string, unknown>>;
  /** Which row of a GGUF file's query or key projection is each row of ours, where they differ. */
  readonly rowOrder?: (heads: number, headWidth: number) => Int32Array;
}
