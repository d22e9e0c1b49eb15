import { labelOf, type ModelSpec, type Task } from './modelSpec';

type Config = Readonly<Record<string, unknown>>;

/** Families whose position table begins behind the padding token, so that so many of its rows are never used. */
const PADDED_POSITIONS = new Set(['roberta', 'roberta-prelayernorm', 'xlm-roberta', 'camembert', 'mpnet']);

/** More than any model has: the panel has a place for each layer and head. */
const MOST_LAYERS = 1_000;
const MOST_POSITIONS = 100_000_000;

/** Names that config.json gives to the same number in different families. */
const NAMES = {
  positions: ['n_positions', 'max_position_embeddings', 'n_ctx'],
  layers: ['num_hidden_layers', 'n_layer', 'n_layers', 'num_layers', 'encoder_layers'],
  decoderLayers: ['num_decoder_layers', 'decoder_layers'],
  heads: ['num_attention_heads', 'n_head', 'n_heads', 'num_heads', 'encoder_attention_heads'],
} as const;

/**
 * What a model can do, as its config.json says. Throws an Error that names what is wrong there.
 *
 * @param id of the model, for its label too
 * @param config the parsed file
 */
export function specFrom(id: string, config: unknown): ModelSpec {
  if (typeof config !== 'object' || config === null || Array.isArray(config))
    throw new Error(`config.json of ${labelOf(id)} is no JSON object. Get the file again, or choose another model.`);
  const values = config as Config;
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

/** The class that config.json names for the model, such as GPT2LMHeadModel. */
export function architectureOf(config: unknown): string | undefined {
  const { architectures } = (config ?? {}) as { architectures?: unknown };
  const first: unknown = Array.isArray(architectures) ? architectures[0] : undefined;
  return typeof first === 'string' ? first : undefined;
}

/** How many tokens config.json says that the vocabulary has; undefined when it does not say. */
export function vocabularySizeOf(config: unknown): number | undefined {
  const { vocab_size: size } = (config ?? {}) as { vocab_size?: unknown };
  return Number.isSafeInteger(size) ? (size as number) : undefined;
}

function taskOf(id: string, config: Config): Task {
  if (config['is_encoder_decoder'] === true) return 'text-to-text';
  const architecture = architectureOf(config);
  if (architecture === undefined)
    throw new Error(
      `config.json of ${labelOf(id)} names no architecture, so what the model can do is not known. ` +
        'Add "architectures", such as ["GPT2LMHeadModel"] or ["BertForMaskedLM"], or choose another model.',
    );
  return /(LMHeadModel|ForCausalLM)$/.test(architecture) ? 'causal' : 'masked';
}

/** Undefined for T5 and its kin, whose positions are relative: n_positions then tells only what it was trained on. */
function contextLengthOf(id: string, config: Config): number | undefined {
  if ('relative_attention_num_buckets' in config && !('max_position_embeddings' in config)) return undefined;
  const positions = numberIn(id, config, 'positions');
  if (positions === undefined || !PADDED_POSITIONS.has(String(config['model_type']))) return positions;
  const padding = typeof config['pad_token_id'] === 'number' ? config['pad_token_id'] : 1;
  return positions - padding - 1;
}

function required(id: string, config: Config, what: keyof typeof NAMES): number {
  const value = numberIn(id, config, what);
  if (value !== undefined) return value;
  throw new Error(
    `config.json of ${labelOf(id)} says nothing of the model's ${what} (${NAMES[what].slice(0, 2).join(', ')}). ` +
      'Models of the GPT, BERT, RoBERTa and T5 families can be used.',
  );
}

function numberIn(id: string, config: Config, what: keyof typeof NAMES): number | undefined {
  const name = NAMES[what].find((each) => config[each] !== undefined && config[each] !== null);
  if (name === undefined) return undefined;
  const value = config[name];
  const most = what === 'positions' ? MOST_POSITIONS : MOST_LAYERS;
  if (Number.isSafeInteger(value) && (value as number) > 0 && (value as number) <= most) return value as number;
  throw new Error(
    `config.json of ${labelOf(id)} is damaged: ${name} is ${JSON.stringify(value)}, not a whole number from 1 to ${most}. ` +
      'Get the file again, or choose another model.',
  );
}
