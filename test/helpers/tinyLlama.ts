import { BLOCK_FORMATS, type FormatName } from './ggufBlocks';
import type { GgufFileParts, GgufFileTensor } from './ggufFile';
import { seeded } from './random';
import { TINY_VOCABULARY, tinyTokenizer } from './tinyTokenizer';

/** The numbers of a small model of the llama architecture. */
export interface TinyShape {
  readonly layers: number;
  readonly width: number;
  readonly heads: number;
  readonly groups: number;
  readonly headWidth: number;
  readonly innerWidth: number;
  readonly contextLength: number;
  readonly theta: number;
  readonly epsilon: number;
}

export interface TinyLlamaOptions {
  readonly shape?: Partial<TinyShape>;
  /** How each matrix is stored: all as Q8_0 by default. */
  readonly format?: (tensor: string) => FormatName;
  /** Whether the logits have a matrix of their own. */
  readonly hasHead?: boolean;
  /** By which the turn of each pair is divided [headWidth / 2]. */
  readonly turnFactors?: readonly number[];
  readonly seed?: number;
}

/** A model with random weights: a GGUF file, and its weights as a reader must see them. */
export interface TinyLlama {
  readonly shape: TinyShape;
  readonly file: GgufFileParts;
  /** By tensor, row-major. */
  readonly weights: Readonly<Record<string, Float64Array>>;
}

const SHAPE: TinyShape = {
  layers: 2,
  width: 64,
  heads: 4,
  groups: 2,
  headWidth: 16,
  innerWidth: 96,
  contextLength: 256,
  theta: 10_000,
  epsilon: 2 ** -16,
};

/** Makes a small model of the llama architecture, the same one for the same options. */
export function tinyLlama(options: TinyLlamaOptions = {}): TinyLlama {
  const { format = () => 'Q8_0', hasHead = false, turnFactors, seed = 1 } = options;
  const shape = { ...SHAPE, ...options.shape };
  const random = seeded(seed);
  const tensors: GgufFileTensor[] = [];
  const weights: Record<string, Float64Array> = {};
  const add = (name: string, dims: readonly number[], type: number, bytes: Uint8Array, numbers: Float64Array) => {
    tensors.push({ name, dims, type, bytes });
    weights[name] = numbers;
  };
  const addVector = (name: string, numbers: Float32Array) =>
    add(name, [numbers.length], BLOCK_FORMATS.F32.type, new Uint8Array(numbers.buffer), Float64Array.from(numbers));
  const addNorm = (name: string) =>
    addVector(
      name,
      Float32Array.from({ length: shape.width }, () => 0.5 + random()),
    );
  const addMatrix = (name: string, rows: number, columns: number) => {
    const { type, encode } = BLOCK_FORMATS[format(name)];
    const spread = 4 / Math.sqrt(columns);
    const { bytes, numbers } = encode(Float64Array.from({ length: rows * columns }, () => spread * (random() - 0.5)));
    add(name, [columns, rows], type, bytes, numbers);
  };

  const { width, heads, groups, headWidth, innerWidth } = shape;
  addMatrix('token_embd.weight', TINY_VOCABULARY, width);
  for (let layer = 0; layer < shape.layers; layer++) {
    const name = (part: string) => `blk.${layer}.${part}.weight`;
    addNorm(name('attn_norm'));
    addMatrix(name('attn_q'), heads * headWidth, width);
    addMatrix(name('attn_k'), groups * headWidth, width);
    addMatrix(name('attn_v'), groups * headWidth, width);
    addMatrix(name('attn_output'), width, heads * headWidth);
    addNorm(name('ffn_norm'));
    addMatrix(name('ffn_gate'), innerWidth, width);
    addMatrix(name('ffn_up'), innerWidth, width);
    addMatrix(name('ffn_down'), width, innerWidth);
  }
  addNorm('output_norm.weight');
  if (hasHead) addMatrix('output.weight', TINY_VOCABULARY, width);
  if (turnFactors) addVector('rope_freqs.weight', Float32Array.from(turnFactors));
  return { shape, file: { metadata: { ...metadataOf(shape), ...tinyTokenizer }, tensors }, weights };
}

function metadataOf(shape: TinyShape): GgufFileParts['metadata'] {
  const usualHeadWidth = shape.width / shape.heads;
  const headWidth: GgufFileParts['metadata'] =
    shape.headWidth === usualHeadWidth ? {} : { 'llama.attention.key_length': shape.headWidth };
  return {
    'general.architecture': 'llama',
    'llama.block_count': shape.layers,
    'llama.context_length': shape.contextLength,
    'llama.embedding_length': shape.width,
    'llama.feed_forward_length': shape.innerWidth,
    'llama.attention.head_count': shape.heads,
    'llama.attention.head_count_kv': shape.groups,
    'llama.attention.layer_norm_rms_epsilon': shape.epsilon,
    'llama.rope.freq_base': shape.theta,
    ...headWidth,
  };
}
