import { labelOf } from './modelLabel';
import type { ModelSpec } from './modelSpec';
import { tokenLimitOf } from './tokenLimitOfModel';
import { requiredNumber, numberIn, type ModelConfig } from './checkNumbersInConfig';
import { taskOf } from './taskFromConfig';
import { contextLengthOf } from './contextLengthFromConfig';

/** Files beside config.json that limit how many tokens are read of a text; undefined where there is none. */
export interface FilesOnLength {
  /** The parsed sentence_bert_config.json of sentence-transformers. */
  readonly sentence?: unknown;
  /** The parsed tokenizer_config.json. */
  readonly tokenizer?: unknown;
}

/**
 * Reads a model's spec from its config.json. Throws an Error that names the value that is missing or wrong.
 *
 * @param id the model's id, from which its label comes too
 * @param config the parsed config.json
 * @param files those beside config.json
 */
export function specFrom(id: string, config: unknown, files: FilesOnLength = {}): ModelSpec {
  if (typeof config !== 'object' || config === null || Array.isArray(config))
    throw new Error(`config.json of ${labelOf(id)} is no JSON object. Get the file again, or choose another model.`);
  const values = config as ModelConfig;
  const layers = requiredNumber(id, values, 'layers');
  const task = taskOf(id, values);
  return {
    id,
    label: labelOf(id),
    task,
    contextLength: contextLengthOf(id, values),
    sentenceLength: lengthIn(files.sentence, 'max_seq_length'),
    tokenizerLength: lengthIn(files.tokenizer, 'model_max_length'),
    layers,
    decoderLayers: task === 'text-to-text' ? (numberIn(id, values, 'decoderLayers') ?? layers) : undefined,
    heads: requiredNumber(id, values, 'heads'),
  };
}

/** A number of tokens in a file. transformers writes 1e30 for no limit. */
function lengthIn(file: unknown, key: string): number | undefined {
  const length = ((file ?? {}) as Readonly<Record<string, unknown>>)[key];
  return Number.isSafeInteger(length) && (length as number) > 0 ? (length as number) : undefined;
}

/**
 * Tokens that are read of a text, special tokens included, by a model of which only the tokenizer is here: what its files say.
 * Undefined when there is no limit, or none is said.
 */
export function tokenLimitIn(id: string, config: unknown, { sentence, tokenizer }: FilesOnLength): number | undefined {
  const values = (config ?? {}) as ModelConfig;
  // Models that see describe the part that writes apart.
  const ofText = (values['text_config'] ?? values) as ModelConfig;
  return tokenLimitOf({
    contextLength: contextLengthOf(id, ofText),
    sentenceLength: lengthIn(sentence, 'max_seq_length'),
    tokenizerLength: lengthIn(tokenizer, 'model_max_length'),
  });
}

/** The size of the vocabulary in tokens; undefined when config.json does not give it. */
export function vocabularySizeOf(config: unknown): number | undefined {
  const { vocab_size: size } = (config ?? {}) as { vocab_size?: unknown };
  return Number.isSafeInteger(size) ? (size as number) : undefined;
}
