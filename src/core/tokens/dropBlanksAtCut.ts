import type { Span } from '../text/span';

/** Removes spaces and tabs at the ends of a span where the text is cut. */
export function withoutBlanks(text: string, span: Span): Span {
  let { start, end } = span;
  if (span.start > 0) while (start < end && isBlank(text, start)) start++;
  if (span.end < text.length) while (end > start && isBlank(text, end - 1)) end--;
  return { start, end };
}

function isBlank(text: string, offset: number): boolean {
  return text[offset] === ' ' || text[offset] === '\t';
}
