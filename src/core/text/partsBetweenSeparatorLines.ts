import type { Span } from './span';

/** The parts of a text between lines that consist of `separator` alone; no parts when there is no such line. */
export function partsBetweenSeparators(text: string, separator: string): Span[] {
  if (separator === '' || !text.includes(separator)) return [];
  const parts: Span[] = [];
  let partStart = 0;
  let lineStart = 0;
  for (const line of text.split(/(?<=\n)/)) {
    if (line.trim() === separator) {
      parts.push({ start: partStart, end: lineStart });
      partStart = lineStart + line.length;
    }
    lineStart += line.length;
  }
  return parts.length === 0 ? [] : [...parts, { start: partStart, end: text.length }];
}
