import { countBelow } from '../text/countOffsetsBelow';
import type { Span } from '../text/span';

/**
 * A text as a model reads it: three arrays with one entry a token. Special tokens that the model adds around the text,
 * such as [CLS] and [SEP], are not in the arrays; `specialTokens` counts them.
 */
export interface Tokens {
  readonly ids: Int32Array;
  /** UTF-16 offset at which each token's text starts. */
  readonly starts: Uint32Array;
  /** UTF-16 offset behind each token's text. */
  readonly ends: Uint32Array;
  /** How many special tokens the model adds around the text: 2 for BERT, 0 for GPT-2. */
  readonly specialTokens: number;
}

/** All tokens that the model reads, including the special tokens. */
export function tokenCount(tokens: Tokens): number {
  return tokens.ids.length + tokens.specialTokens;
}

/**
 * Index of the last token that starts before `offset`: the one just written when the caret is at `offset`. 0 when no
 * token starts before it, −1 when there are no tokens.
 */
export function tokenBefore(tokens: Pick<Tokens, 'starts'>, offset: number): number {
  return tokens.starts.length === 0 ? -1 : Math.max(0, countBelow(tokens.starts, offset) - 1);
}

/** Tokens [from, to), with offsets into the whole text. */
export function sliceTokens(tokens: Tokens, from: number, to: number): Tokens {
  return {
    ids: tokens.ids.slice(from, to),
    starts: tokens.starts.slice(from, to),
    ends: tokens.ends.slice(from, to),
    specialTokens: tokens.specialTokens,
  };
}

/** The tokens [from, to) that overlap `span`. */
export function tokensIn(tokens: Tokens, { start, end }: Span): { from: number; to: number } {
  const from = countBelow(tokens.ends, start + 1);
  return { from, to: Math.max(from, countBelow(tokens.starts, end)) };
}
