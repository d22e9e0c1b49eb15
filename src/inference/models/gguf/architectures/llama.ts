import { GgufError, shown, UnsupportedGgufError } from '../ggufError';
import type { GgufMetadata } from '../ggufMetadata';
import type { GgufWeights } from '../ggufWeights.node';
import type { Architecture } from './architecture';

const DEFAULT_THETA = 10_000;
const TURN_FACTORS = 'rope_freqs.weight';

/** Llama (Touvron et al. 2023) and models built like it, such as SmolLM2. */
export const llama: Architecture = {
  async shapeOf(metadata, weights) {
    const width = metadata.count('llama.embedding_length');
    const heads = metadata.count('llama.attention.head_count');
    const headWidth = metadata.countOr('llama.attention.key_length', width / heads);
    const groups = metadata.countOr('llama.attention.head_count_kv', heads);
    if (!Number.isInteger(headWidth / 2) || !Number.isInteger(heads / groups))
      throw new GgufError(`its metadata claims ${heads} heads in ${groups} groups for a width of ${width}`);
    const { rows } = weights.rowsOf('blk.0.attn_q.weight');
    if (rows !== heads * headWidth)
      throw new GgufError(`its metadata claims ${heads} heads of ${headWidth} numbers, and its queries have ${rows}`);
    return {
      layers: metadata.count('llama.block_count'),
      heads,
      groups,
      headWidth,
      width,
      innerWidth: metadata.count('llama.feed_forward_length'),
      vocabulary: weights.rowsOf('token_embd.weight').rows,
      epsilon: metadata.number('llama.attention.layer_norm_rms_epsilon'),
      turns: await turnsOf(metadata, weights, headWidth),
    };
  },

  configOf: (metadata, shape, weights) => ({
    architectures: ['LlamaForCausalLM'],
    model_type: 'llama',
    hidden_act: 'silu',
    hidden_size: shape.width,
    intermediate_size: shape.innerWidth,
    num_hidden_layers: shape.layers,
    num_attention_heads: shape.heads,
    num_key_value_heads: shape.groups,
    head_dim: shape.headWidth,
    max_position_embeddings: metadata.count('llama.context_length'),
    rms_norm_eps: shape.epsilon,
    rope_theta: metadata.numberOr('llama.rope.freq_base', DEFAULT_THETA),
    // The factors themselves are in the graph.
    ...(weights.has(TURN_FACTORS) && { rope_scaling: { rope_type: 'llama3' } }),
    vocab_size: shape.vocabulary,
  }),

  /**
   * llama.cpp turns neighbouring numbers of a head together, Hugging Face's transformers those half a head apart:
   * convert_hf_to_gguf.py moves the rows, and this moves them back.
   */
  rowOrder(heads, headWidth) {
    const half = headWidth / 2;
    return Int32Array.from({ length: heads * headWidth }, (_, row) => {
      const inHead = row % headWidth;
      return row - inHead + 2 * (inHead % half) + Math.floor(inHead / half);
    });
  },
};

/** The turns theta^(−2i/d), slowed down by the factors of Llama 3.1's files, if there are any. */
async function turnsOf(metadata: GgufMetadata, weights: GgufWeights, headWidth: number): Promise<Float32Array> {
  const turned = metadata.countOr('llama.rope.dimension_count', headWidth);
  if (turned !== headWidth)
    throw new UnsupportedGgufError(
      `it turns ${turned} of a head's ${headWidth} numbers, which Left Context does not compute`,
    );
  const scaling = metadata.textOr('llama.rope.scaling.type', 'none');
  if (scaling !== 'none')
    throw new UnsupportedGgufError(`it scales positions by ${shown(scaling)}, which Left Context does not compute`);
  const theta = metadata.numberOr('llama.rope.freq_base', DEFAULT_THETA);
  const factors = weights.has(TURN_FACTORS)
    ? await weights.floats(TURN_FACTORS, headWidth / 2)
    : new Float32Array(headWidth / 2).fill(1);
  return factors.map((factor, index) => theta ** (-(2 * index) / headWidth) / factor);
}
