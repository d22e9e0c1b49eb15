import { MAX_CONTEXT_TOKENS } from '../tokens/maxContextTokens';

/** What a model takes in memory, in bytes: estimates, which measured peaks stay below (npm run bench -- large). */
export interface MemoryNeed {
  /** On the disk. */
  readonly file: number;
  /** Loaded, with room for the text that it reads. */
  readonly loaded: number;
  /** What looking inside it takes besides, at 512 tokens. */
  readonly lenses: number;
}

/** What of a model decides on the memory that it takes. */
export interface ModelSize {
  /** Bytes of its graphs and their weights. */
  readonly file: number;
  readonly layers: number;
  readonly heads: number;
  /** Numbers of a hidden state. */
  readonly width: number;
  /** Numbers of the keys that a layer keeps of a token, all heads together; 0 for a model that keeps none. */
  readonly keyWidth: number;
  /** Whether its graph is one of ours, which is opened a second time to measure sentences, but not to look inside. */
  readonly isOurs: boolean;
}

/** The process without models: Node, ONNX Runtime, and one of OpenAI's encodings. */
export const PROCESS_BYTES = 160e6;
/** What a pass over 512 tokens takes for a moment. */
export const PASS_BYTES = 130e6;

const FLOAT_BYTES = 4;
const LENS_TOKENS = 512;
/** A tokenizer's tables. */
const TOKENIZER_BYTES = 25e6;
/** Small int8 graphs are opened in float32 for lenses (openSmallModelsInFloat32). */
const SMALL_FILE_BYTES = 32e6;

/** Estimates what a model takes in memory. */
export function memoryNeedOf({ file, layers, heads, width, keyWidth, isOurs }: ModelSize): MemoryNeed {
  const keysAndValues = FLOAT_BYTES * MAX_CONTEXT_TOKENS * layers * 2 * keyWidth;
  const layerAttention = FLOAT_BYTES * heads * LENS_TOKENS ** 2;
  // Hidden states, queries, keys and values.
  const insideValues = FLOAT_BYTES * LENS_TOKENS * layers * 4 * width;
  const secondSession = file <= SMALL_FILE_BYTES ? 4 * file : file;
  return {
    file,
    // ONNX Runtime copies weights into another order while it opens a graph.
    loaded: 2 * file + keysAndValues + TOKENIZER_BYTES,
    lenses: isOurs
      ? Math.max(insideValues + 3 * layerAttention, secondSession)
      : insideValues + secondSession + layers * layerAttention,
  };
}
