import { wordsIn } from '../text/groupTokensIntoWords';
import type { Span } from '../text/span';

/** A word, and the surprise of all its tokens together. */
export interface SurprisingWord extends Span {
  readonly bits: number;
  /** Indices of its tokens. */
  readonly tokens: readonly number[];
}

/** The measured tokens of a text. Arrays have one entry per token. */
export interface MeasuredTokens {
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly bits: Float32Array;
}

/** The words of a measured text with their surprise, in text order. */
export function surprisingWords(text: string, { starts, ends, bits }: MeasuredTokens): SurprisingWord[] {
  return wordsIn(text, starts, ends).map(({ start, end, tokens }) => ({
    start,
    end,
    bits: tokens.reduce((total, token) => total + bits[token]!, 0),
    tokens,
  }));
}
