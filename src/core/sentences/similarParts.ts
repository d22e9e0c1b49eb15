import type { Span } from '../text/span';
import { shareOfCommonWords } from './commonWords';

/** The share of their words that two parts have in common when they may say the same. */
const COMMON = 0.6;

/** Pairs of parts that have most of their words in common, ascending. */
export function similarParts(text: string, parts: readonly (Span & { readonly part: number })[]): number[][] {
  const textOf = ({ start, end }: Span) => text.slice(start, end);
  return parts.flatMap((first, index) =>
    parts
      .slice(index + 1)
      .filter((second) => shareOfCommonWords(textOf(first), textOf(second)) >= COMMON)
      .map((second) => [first.part, second.part]),
  );
}
