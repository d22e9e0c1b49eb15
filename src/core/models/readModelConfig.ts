import { labelOf } from './modelLabel';
import type { ModelSpec } from './modelSpec';
import { requiredNumber, numberIn, type ModelConfig } from './checkNumbersInConfig';
import { taskOf } from './taskFromConfig';
import { contextLengthOf } from './contextLengthFromConfig';

/**
 * Reads a model's spec from its config.json. Throws an Error that names the value that is missing or wrong.
 *
 * @param id the model's id, from which its label comes too
 * @param config the parsed config.json
 * @param sentenceConfig the parsed sentence_bert_config.json, if there is one
 */
export function specFrom(id: string, config: unknown, sentenceConfig?: unknown): ModelSpec {
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
    sentenceLength: sentenceLengthIn(sentenceConfig),
    layers,
    decoderLayers: task === 'text-to-text' ? (numberIn(id, values, 'decoderLayers') ?? layers) : undefined,
    heads: requiredNumber(id, values, 'heads'),
  };
}

/** The `max_seq_length` of a sentence_bert_config.json, which cuts longer texts. */
function sentenceLengthIn(sentenceConfig: unknown): number | undefined {
  const { max_seq_length: length } = (sentenceConfig ?? {}) as { max_seq_length?: unknown };
  return Number.isSafeInteger(length) && (length as number) > 0 ? (length as number) : undefined;
}

/** The size of the vocabulary in tokens; undefined when config.json does not give it. */
export function vocabularySizeOf(config: unknown): number | undefined {
  const { vocab_size: size } = (config ?? {}) as { vocab_size?: unknown };
  return Number.isSafeInteger(size) ? (size as number) : undefined;
}
