import { wordsIn } from '../text/groupTokensIntoWords';
import type { Span } from '../text/span';

/** A word, and the surprise of all its tokens together. */
export interface SurprisingWord extends Span {
  readonly bits: number;
  /**
   * Bits beyond what the model expected there, which is the entropy of its predictions. A name surprises where any name may
   * stand, and the model expects as much; a wrong word surprises it more than it expected.
   */
  readonly excess: number;
  /** Indices of its tokens. */
  readonly tokens: readonly number[];
}

/** The measured tokens of a text. Arrays have one entry per token. */
export interface MeasuredTokens {
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly bits: Float32Array;
  readonly entropies: Float32Array;
}

/** The words of a measured text with their surprise, in text order. */
export function surprisingWords(text: string, { starts, ends, bits, entropies }: MeasuredTokens): SurprisingWord[] {
  return wordsIn(text, starts, ends).map(({ start, end, tokens }) => {
    const sumOf = (values: Float32Array) => tokens.reduce((total, token) => total + values[token]!, 0);
    const own = sumOf(bits);
    return { start, end, bits: own, excess: own - sumOf(entropies), tokens };
  });
}
