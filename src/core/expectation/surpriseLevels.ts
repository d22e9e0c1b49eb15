import { wordsIn } from '../text/words';
import type { Span } from '../text/span';

/** How many of the likeliest tokens are told for each place. */
export const TOP_TOKENS = 5;

/**
 * Bits from which on a token is shaded, by level: as expected as one of 32, 128, 512, 2,048 and 8,192. A small model takes
 * some 5 bits for a usual token, and of those the writer need not be told.
 */
export const LEVEL_BITS: readonly number[] = [5, 7, 9, 11, 13];

/** How strongly a token of so many bits is shaded, 0 for not at all. */
export function surpriseLevel(bits: number): number {
  return LEVEL_BITS.filter((least) => bits >= least).length;
}

/** A word, and how surprising all its tokens are together. */
export interface SurprisingWord extends Span {
  readonly bits: number;
}

export interface SurpriseSummary {
  /** Of all tokens, for each word: the logarithm of the perplexity by word. */
  readonly bitsPerWord: number;
  readonly words: number;
  /** The most surprising words, that one first. */
  readonly most: readonly SurprisingWord[];
}

/** The words of a measured text, in order. */
export function surprisingWords(
  text: string,
  { starts, ends, bits }: { starts: Uint32Array; ends: Uint32Array; bits: Float32Array },
): SurprisingWord[] {
  return wordsIn(text, starts, ends).map(({ start, end, tokens }) => ({
    start,
    end,
    bits: tokens.reduce((total, token) => total + bits[token]!, 0),
  }));
}

/** What the surprise of a text's tokens comes to, and the `many` words that are most surprising. */
export function summarizeSurprise(
  text: string,
  found: { starts: Uint32Array; ends: Uint32Array; bits: Float32Array },
  many: number,
): SurpriseSummary {
  const words = surprisingWords(text, found);
  const all = found.bits.reduce((total, each) => total + each, 0);
  return {
    bitsPerWord: words.length === 0 ? 0 : all / words.length,
    words: words.length,
    most: words.toSorted((a, b) => b.bits - a.bits).slice(0, many),
  };
}
