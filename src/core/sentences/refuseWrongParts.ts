import type { Span } from '../text/span';

/** Throws when parts of a text overlap, are not ascending, or reach beyond it. */
export function refuseWrongParts(text: string, parts: readonly Span[]): void {
  const isRight = ({ start, end }: Span, index: number) => start >= (parts[index - 1]?.end ?? 0) && end > start;
  if (parts.every(isRight) && (parts.at(-1)?.end ?? 0) <= text.length) return;
  throw new Error(
    'The parts of this prompt overlap or reach beyond it, so they cannot be left out one at a time. Measure the prompt again.',
  );
}
