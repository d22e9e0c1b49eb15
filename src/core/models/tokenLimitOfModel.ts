import type { ModelSpec } from './modelSpec';

/**
 * Tokens that are read of a text, special tokens included: what a model can read, or the less that its tokenizer or
 * sentence-transformers gives it. Undefined when there is no limit.
 */
export function tokenLimitOf(
  spec: Pick<ModelSpec, 'contextLength' | 'sentenceLength' | 'tokenizerLength'>,
): number | undefined {
  const { contextLength = Infinity, sentenceLength = Infinity, tokenizerLength = Infinity } = spec;
  const limit = Math.min(contextLength, sentenceLength, tokenizerLength);
  return limit === Infinity ? undefined : limit;
}
