import { divergenceOf } from '../../core/expectation/jensenShannonDivergence';
import type { TopToken } from '../engine';

/**
 * A lower bound of the Jensen–Shannon divergence of two distributions of which the likeliest tokens are known, in bits, 0 to 1. All
 * tokens that are not listed for both are one outcome: putting outcomes together never makes two distributions differ more.
 */
export function divergenceOfTops(a: readonly TopToken[], b: readonly TopToken[]): number {
  const [ofA, ofB] = [byText(a), byText(b)];
  const both = [...ofA.keys()].filter((text) => ofB.has(text));
  return divergenceOf(
    both.map((text) => ofA.get(text)!),
    both.map((text) => ofB.get(text)!),
  );
}

/** Probabilities by texts that name one token: parts of characters have no text of their own. */
function byText(top: readonly TopToken[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { text } of top) counts.set(text, (counts.get(text) ?? 0) + 1);
  const named = top.filter(({ text }) => text !== '' && !text.includes('\ufffd') && counts.get(text) === 1);
  return new Map(named.map(({ text, logProbability }) => [text, Math.exp(logProbability)]));
}
