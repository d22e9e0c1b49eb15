import { labelOf, type ModelSpec, type Task } from './modelSpec';

/** A parsed config.json. */
type ModelConfig = Readonly<Record<string, unknown>>;

/** Families whose positions start behind the padding token's id, so that the first rows of the table are unused. */
const PADDED_POSITIONS = new Set(['roberta', 'roberta-prelayernorm', 'xlm-roberta', 'camembert', 'mpnet']);

/** More layers, or heads, than any model has. The attention panel draws one cell for each. */
const MAX_LAYERS = 1_000;
/** More positions than any model has. */
const MAX_POSITIONS = 100_000_000;

/** Keys of config.json for the same number in different model families. */
const KEYS = {
  positions: ['n_positions', 'max_position_embeddings', 'n_ctx'],
  layers: ['num_hidden_layers', 'n_layer', 'n_layers', 'num_layers', 'encoder_layers'],
  decoderLayers: ['num_decoder_layers', 'decoder_layers'],
  heads: ['num_attention_heads', 'n_head', 'n_heads', 'num_heads', 'encoder_attention_heads'],
} as const;
type Quantity = keyof typeof KEYS;

/**
 * Reads a model's spec from its config.json. Throws an Error that names the value that is missing or wrong.
 *
 * @param id the model's id, from which its label comes too
 * @param config the parsed config.json
 */
export function specFrom(id: string, config: unknown): ModelSpec {
  if (typeof config !== 'object' || config === null || Array.isArray(config))
    throw new Error(`config.json of ${labelOf(id)} is no JSON object. Get the file again, or choose another model.`);
  const values = config as ModelConfig;
  const layers = required(id, values, 'layers');
  const task = taskOf(id, values);
  return {
    id,
    label: labelOf(id),
    task,
    contextLength: contextLengthOf(id, values),
    layers,
    decoderLayers: task === 'text-to-text' ? (numberIn(id, values, 'decoderLayers') ?? layers) : undefined,
    heads: required(id, values, 'heads'),
  };
}

/** The model's class in transformers, such as GPT2LMHeadModel; undefined when config.json does not name one. */
export function architectureOf(config: unknown): string | undefined {
  const { architectures } = (config ?? {}) as { architectures?: unknown };
  const first: unknown = Array.isArray(architectures) ? architectures[0] : undefined;
  return typeof first === 'string' ? first : undefined;
}

/** The size of the vocabulary in tokens; undefined when config.json does not give it. */
export function vocabularySizeOf(config: unknown): number | undefined {
  const { vocab_size: size } = (config ?? {}) as { vocab_size?: unknown };
  return Number.isSafeInteger(size) ? (size as number) : undefined;
}

function taskOf(id: string, config: ModelConfig): Task {
  if (config['is_encoder_decoder'] === true) return 'text-to-text';
  const architecture = architectureOf(config);
  if (architecture === undefined)
    throw new Error(
      `config.json of ${labelOf(id)} names no architecture, so it is not known what the model can do. ` +
        'Add "architectures", such as ["GPT2LMHeadModel"] or ["BertForMaskedLM"], or choose another model.',
    );
  return /(LMHeadModel|ForCausalLM)$/.test(architecture) ? 'causal' : 'masked';
}

/**
 * Undefined for T5 and similar models, whose positions are relative: their n_positions is the length they were trained
 * on, not a limit.
 */
function contextLengthOf(id: string, config: ModelConfig): number | undefined {
  if ('relative_attention_num_buckets' in config && !('max_position_embeddings' in config)) return undefined;
  const positions = numberIn(id, config, 'positions');
  if (positions === undefined || !PADDED_POSITIONS.has(String(config['model_type']))) return positions;
  const padding = typeof config['pad_token_id'] === 'number' ? config['pad_token_id'] : 1;
  return positions - padding - 1;
}

function required(id: string, config: ModelConfig, quantity: Quantity): number {
  const value = numberIn(id, config, quantity);
  if (value !== undefined) return value;
  throw new Error(
    `config.json of ${labelOf(id)} does not say how many ${quantity} the model has ` +
      `(${KEYS[quantity].slice(0, 2).join(', ')}). Choose a model of the GPT, BERT, RoBERTa or T5 family.`,
  );
}

function numberIn(id: string, config: ModelConfig, quantity: Quantity): number | undefined {
  const key = KEYS[quantity].find((each) => config[each] !== undefined && config[each] !== null);
  if (key === undefined) return undefined;
  const value = config[key];
  const max = quantity === 'positions' ? MAX_POSITIONS : MAX_LAYERS;
  if (Number.isSafeInteger(value) && (value as number) > 0 && (value as number) <= max) return value as number;
  throw new Error(
    `config.json of ${labelOf(id)} is damaged: ${key} is ${JSON.stringify(value)}, not a whole number from 1 to ` +
      `${max}. Get the file again, or choose another model.`,
  );
}
