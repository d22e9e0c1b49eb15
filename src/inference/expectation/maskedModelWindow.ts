import type { ModelSpec } from '../../core/models/modelSpec';

/** Most tokens that a masked model reads around a word, special tokens included. */
export const WINDOW_TOKENS = 256;

/** The same while many words are searched: it takes half of the time, and of seven words that are found, six are the same. */
export const SEARCH_WINDOW_TOKENS = 128;

/** How many tokens a masked model reads around a word, special tokens included. */
export function maskedModelWindow({ contextLength }: ModelSpec, most: number): number {
  return Math.min(most, contextLength ?? most);
}
