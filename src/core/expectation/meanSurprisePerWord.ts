import { surprisingWords, type SurprisingWord, type MeasuredTokens } from './sumSurpriseOfWordTokens';

/** How surprising a text is. */
export interface SurpriseSummary {
  /** Mean surprise of a word, without that of punctuation and line breaks. */
  readonly bitsPerWord: number;
  /** Number of words. */
  readonly words: number;
  /** The words that surprise most beyond expectation, these first. */
  readonly mostSurprising: readonly SurprisingWord[];
}

/** Summarizes the surprise of a text's tokens, with the `count` most surprising words. */
export function summarizeSurprise(text: string, tokens: MeasuredTokens, count: number): SurpriseSummary {
  const words = surprisingWords(text, tokens);
  const totalBits = words.reduce((total, { bits }) => total + bits, 0);
  return {
    bitsPerWord: words.length === 0 ? 0 : totalBits / words.length,
    words: words.length,
    mostSurprising: words.toSorted((a, b) => b.excess - a.excess).slice(0, count),
  };
}
