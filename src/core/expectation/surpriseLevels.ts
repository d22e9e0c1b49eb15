import { wordsIn } from '../text/groupTokensIntoWords';
import type { Span } from '../text/span';

/** How many of the likeliest tokens to report for each place. */
export const TOP_TOKENS = 5;

/**
 * Minimum surprise of each shading level, in bits: as likely as one of 32, 128, 512, 2,048 and 8,192. An ordinary token
 * takes about 5 bits in a small model, so what lies below is not worth shading.
 */
export const LEVEL_BITS: readonly number[] = [5, 7, 9, 11, 13];

/** Shading level of a token with this surprise, 1 to 5; 0 for no shading. */
export function surpriseLevel(bits: number): number {
  return LEVEL_BITS.filter((minimum) => bits >= minimum).length;
}

/** A word, and the surprise of all its tokens together. */
export interface SurprisingWord extends Span {
  readonly bits: number;
}

/** The measured tokens of a text. Arrays have one entry per token. */
interface MeasuredTokens {
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly bits: Float32Array;
}

/** How surprising a text is. */
export interface SurpriseSummary {
  /** Surprise of all tokens, divided by the number of words: log₂ of the perplexity per word. */
  readonly bitsPerWord: number;
  /** Number of words. */
  readonly words: number;
  /** The most surprising words, most surprising first. */
  readonly mostSurprising: readonly SurprisingWord[];
}

/** The words of a measured text with their surprise, in text order. */
export function surprisingWords(text: string, { starts, ends, bits }: MeasuredTokens): SurprisingWord[] {
  return wordsIn(text, starts, ends).map(({ start, end, tokens }) => ({
    start,
    end,
    bits: tokens.reduce((total, token) => total + bits[token]!, 0),
  }));
}

/** Summarizes the surprise of a text's tokens, with the `count` most surprising words. */
export function summarizeSurprise(text: string, tokens: MeasuredTokens, count: number): SurpriseSummary {
  const words = surprisingWords(text, tokens);
  const totalBits = tokens.bits.reduce((total, bits) => total + bits, 0);
  return {
    bitsPerWord: words.length === 0 ? 0 : totalBits / words.length,
    words: words.length,
    mostSurprising: words.toSorted((a, b) => b.bits - a.bits).slice(0, count),
  };
}
