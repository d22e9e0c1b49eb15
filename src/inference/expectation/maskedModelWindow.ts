import type { ModelSpec } from '../../core/models/modelSpec';

/** Most tokens that a masked model reads around a word, special tokens included. */
const WINDOW_TOKENS = 256;

/** How many tokens a masked model reads around a word, special tokens included. */
export function maskedModelWindow({ contextLength }: ModelSpec): number {
  return Math.min(WINDOW_TOKENS, contextLength ?? WINDOW_TOKENS);
}
