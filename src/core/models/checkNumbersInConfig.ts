import { labelOf } from './modelLabel';

/** A parsed config.json. */
export type ModelConfig = Readonly<Record<string, unknown>>;

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

/** The number of config.json for a quantity. Throws an Error when it is missing or implausible. */
export function requiredNumber(id: string, config: ModelConfig, quantity: Quantity): number {
  const value = numberIn(id, config, quantity);
  if (value !== undefined) return value;
  throw new Error(
    `config.json of ${labelOf(id)} does not say how many ${quantity} the model has ` +
      `(${KEYS[quantity].slice(0, 2).join(', ')}). Choose a model of the GPT, BERT, RoBERTa or T5 family.`,
  );
}

/** The number of config.json for a quantity; undefined when it is missing. Throws an Error when it is implausible. */
export function numberIn(id: string, config: ModelConfig, quantity: Quantity): number | undefined {
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
