import { boundariesOf } from '../text/wordSentenceAndHeadingBoundaries';
import type { Span } from '../text/span';

/** The sentence at a caret, without the white space around it. A caret between sentences belongs to the one before. */
export function sentenceAround(text: string, caret: number): Span {
  const starts = [0, ...boundariesOf(text, 'sentence'), text.length];
  const next = starts.findIndex((start, index) => index > 0 && (start > caret || index === starts.length - 1));
  const [start, end] = [starts[next - 1]!, starts[next]!];
  const sentence = text.slice(start, end);
  const indent = sentence.length - sentence.trimStart().length;
  return { start: start + indent, end: start + Math.max(indent, sentence.trimEnd().length) };
}
