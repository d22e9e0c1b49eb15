import { TOP_TOKENS } from '../../core/expectation/howManyLikeliestTokens';
import type { TopToken } from '../engine';

/** What an engine lists of a distribution, in the form of the contract. */
export interface ListedTokens {
  /** Likeliest first [TOP_TOKENS]; '' where fewer are listed. */
  readonly likeliest: readonly string[];
  /** 0 to 1 [TOP_TOKENS]; 0 where fewer are listed. */
  readonly probabilities: Float32Array;
}

/** The first few of the listed tokens. */
export function listed(top: readonly TopToken[]): ListedTokens {
  const shown = Array.from({ length: TOP_TOKENS }, (_, place) => top[place]);
  return {
    likeliest: shown.map((token) => token?.text ?? ''),
    probabilities: Float32Array.from(shown, (token) => (token ? Math.exp(token.logProbability) : 0)),
  };
}

/** The probability of all tokens that are not listed, 0 to 1. */
export function unseenProbability(top: readonly TopToken[]): number {
  return Math.max(0, 1 - top.reduce((sum, { logProbability }) => sum + Math.exp(logProbability), 0));
}

/**
 * How many bits more than the least likely listed token those that are not listed surprise, in the mean: measured with SmolLM2 and 20
 * listed tokens on 24 prompt files of four public repositories, where the estimate below is 0.06 bits off in the mean, and 0.4 in one
 * of 100 places.
 */
const BITS_BELOW_LISTED = 3.5;

/** An estimate of a distribution's entropy in bits from the likeliest tokens alone. */
export function entropyFromTop(top: readonly TopToken[]): number {
  const least = top.at(-1);
  if (!least) return 0;
  const bitsOf = ({ logProbability }: TopToken) => -logProbability / Math.LN2;
  const seen = top.reduce((sum, token) => sum + Math.exp(token.logProbability) * bitsOf(token), 0);
  const unseen = unseenProbability(top);
  // No token that is not listed is likelier than the least likely one that is, nor than all of them together.
  const leastBits = Math.max(bitsOf(least), unseen === 0 ? 0 : -Math.log2(unseen));
  return seen + unseen * (leastBits + BITS_BELOW_LISTED);
}
