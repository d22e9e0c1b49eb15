import type { Span } from '../text/span';

/**
 * Shortens one of the two spans where joining them would merge two paragraphs, so that a line break stays between
 * them: the span that loses less.
 */
export function withParagraphsApart(text: string, spans: Span[]): Span[] {
  const [head, tail] = spans;
  if (!head || !tail || text[head.end - 1] === '\n') return spans;
  const removed = text.slice(head.end, tail.start);
  if (!removed.includes('\n')) return spans;
  const breakBeforeTail = /\r?\n\s*$/.exec(removed);
  if (breakBeforeTail) return [head, { start: head.end + breakBeforeTail.index, end: tail.end }];
  const headLineStart = text.lastIndexOf('\n', head.end - 1) + 1;
  const tailLineEnd = endOfLine(text, tail.start);
  const hasTextBelow = tailLineEnd >= 0 && text.slice(tailLineEnd, tail.end).trim() !== '';
  const tailLosesLess = headLineStart === 0 || tailLineEnd - tail.start <= head.end - headLineStart;
  if (hasTextBelow && tailLosesLess) return [head, { start: tailLineEnd, end: tail.end }];
  return headLineStart > 0 ? [{ start: 0, end: headLineStart }, tail] : spans;
}

/** Offset of the next line break; −1 when there is none. */
function endOfLine(text: string, offset: number): number {
  const lineBreak = text.indexOf('\n', offset);
  return lineBreak > offset && text[lineBreak - 1] === '\r' ? lineBreak - 1 : lineBreak;
}
