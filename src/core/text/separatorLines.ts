import type { Span } from './span';

/** The parts of a text between lines that hold nothing but `separator`; none when there is no such line. */
export function partsBetweenSeparators(text: string, separator: string): Span[] {
  if (separator === '' || !text.includes(separator)) return [];
  const parts: Span[] = [];
  let start = 0;
  let lineStart = 0;
  for (const line of text.split(/(?<=\n)/)) {
    if (line.trim() === separator) {
      parts.push({ start, end: lineStart });
      start = lineStart + line.length;
    }
    lineStart += line.length;
  }
  return parts.length === 0 ? [] : [...parts, { start, end: text.length }];
}
