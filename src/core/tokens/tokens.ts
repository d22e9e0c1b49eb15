import { countBelow } from '../text/boundaries';
import type { Span } from '../text/span';

/**
 * A text as a model reads it. Three arrays of equal length, one entry a token; special tokens that the model adds
 * around the text ([CLS], [SEP]) are not among them but counted in `added`.
 */
export interface Tokens {
  readonly ids: Int32Array;
  /** UTF-16 offset at which each token's text starts. */
  readonly starts: Uint32Array;
  /** UTF-16 offset behind each token's text. */
  readonly ends: Uint32Array;
  /** How many special tokens the model puts around the text: 2 for BERT, 0 for GPT-2. */
  readonly specialTokens: number;
}

/** All tokens that the model reads, the special ones included. */
export function tokenCount(tokens: Tokens): number {
  return tokens.ids.length + tokens.specialTokens;
}

/** Where token `index` stands in the text. */
export function spanOf(tokens: Tokens, index: number): Span {
  return { start: tokens.starts[index]!, end: tokens.ends[index]! };
}

/**
 * The last token that starts before `offset`, or the first token: the one a caret at `offset` has just written.
 * −1 when there are no tokens.
 */
export function tokenBefore(tokens: Pick<Tokens, 'starts'>, offset: number): number {
  return tokens.starts.length === 0 ? -1 : Math.max(0, countBelow(tokens.starts, offset) - 1);
}

/** Tokens [from, to) with their spans still in the whole text. */
export function sliceTokens(tokens: Tokens, from: number, to: number): Tokens {
  return {
    ids: tokens.ids.slice(from, to),
    starts: tokens.starts.slice(from, to),
    ends: tokens.ends.slice(from, to),
    specialTokens: tokens.specialTokens,
  };
}
