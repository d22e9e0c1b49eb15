import { startOfLine, endOfLine, type Lines } from './lineBounds';
import type { Heading } from './recognizeHeading';

/** A title without heading marks: “Support bot”. */
const TITLE = /^[^\n.!?:;]{1,80}$/;

/**
 * Where the opening of a prompt starts, which says what the prompt is about: the first line with more than headings and a
 * title, as a UTF-16 offset; the text's length when there is none.
 *
 * @param bodyStart UTF-16 offset behind the front matter
 */
export function openingOf(lines: Lines, bodyStart: number, headings: readonly Heading[]): number {
  const { text } = lines;
  const alone = new Map(headings.filter(({ isAlone }) => isAlone).map(({ start, end }) => [start, end]));
  let hasTitle = false;
  for (let start = bodyStart; start < text.length;) {
    const end = alone.get(start) ?? endOfLine(lines, start);
    const line = text.slice(start, end).trim();
    if (line !== '' && !alone.has(start)) {
      if (hasTitle || !TITLE.test(line)) return startOfLine(lines, start);
      hasTitle = true;
    }
    start = end + 1;
  }
  return text.length;
}
