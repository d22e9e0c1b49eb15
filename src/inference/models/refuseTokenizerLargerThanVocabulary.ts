import { vocabularySizeOf } from '../../core/models/readModelConfig';
import type { Tokenizer } from '../tokens/tokenizer';
import type { ModelFolder } from './findModelById.node';

/** Throws when a tokenizer has more tokens than config.json says: it belongs to another model. */
export function refuseTokenizerLargerThanVocabulary({ size }: Tokenizer, { path, spec, config }: ModelFolder): void {
  const expected = vocabularySizeOf(config);
  if (expected === undefined || size <= expected) return;
  throw new Error(
    `${spec.label} cannot be loaded: the tokenizer in ${path} has ${size} tokens, but the model's config.json says ` +
      `${expected}. They are not of the same model; get the folder again, or choose another model.`,
  );
}
