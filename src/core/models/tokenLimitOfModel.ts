import type { ModelSpec } from './modelSpec';

/**
 * Tokens that are read of a text, special tokens included: what a model can read, or the less that sentence-transformers
 * gives it. Undefined when there is no limit.
 */
export function tokenLimitOf({ contextLength, sentenceLength }: ModelSpec): number | undefined {
  const limit = Math.min(contextLength ?? Infinity, sentenceLength ?? Infinity);
  return limit === Infinity ? undefined : limit;
}
