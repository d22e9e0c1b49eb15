import { boundariesOf } from '../text/wordSentenceAndHeadingBoundaries';
import { withoutBlanksAround } from '../text/blanksAroundSpan';
import type { Span } from '../text/span';

/** The sentence at a caret, without the white space around it. A caret between sentences belongs to the one before. */
export function sentenceAround(text: string, caret: number): Span {
  const starts = [0, ...boundariesOf(text, 'sentence'), text.length];
  const next = starts.findIndex((start, index) => index > 0 && (start > caret || index === starts.length - 1));
  return withoutBlanksAround(text, { start: starts[next - 1]!, end: starts[next]! });
}
