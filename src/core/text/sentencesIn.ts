import { withoutBlanksAround } from './blanksAroundSpan';
import type { Span } from './span';
import { boundariesOf } from './wordSentenceAndHeadingBoundaries';

/** The sentences that overlap a part of `text`, each of them whole, without the white space around it. */
export function sentencesIn(text: string, part: Span): Span[] {
  const starts = [0, ...boundariesOf(text, 'sentence'), text.length];
  return starts
    .slice(0, -1)
    .map((start, index) => withoutBlanksAround(text, { start, end: starts[index + 1]! }))
    .filter(({ start, end }) => start < end && start < part.end && end > part.start);
}
