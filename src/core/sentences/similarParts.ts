import type { Span } from '../text/span';
import { shareOfCommonWords } from './commonWords';

/** The share of their words that two parts have in common when they may say the same. */
const COMMON = 0.6;
/** Most pairs: the rows of a table can all be alike. */
const MOST = 12;

/** The pairs of parts that have most of their words in common, the most similar ones first. */
export function similarParts(text: string, parts: readonly (Span & { readonly part: number })[]): number[][] {
  const textOf = ({ start, end }: Span) => text.slice(start, end);
  const pairs = parts.flatMap((first, index) =>
    parts.slice(index + 1).map((second) => ({
      pair: [first.part, second.part],
      common: shareOfCommonWords(textOf(first), textOf(second)),
    })),
  );
  const similar = pairs.filter(({ common }) => common >= COMMON).sort((a, b) => b.common - a.common);
  return similar.slice(0, MOST).map(({ pair }) => pair);
}
