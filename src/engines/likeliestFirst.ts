import type { TopToken } from './engine';

/** The `most` likeliest tokens, likeliest first, whatever order an engine lists them in. */
export function likeliestFirst(tokens: readonly TopToken[], most: number): TopToken[] {
  return tokens.toSorted((a, b) => b.logProbability - a.logProbability).slice(0, most);
}
