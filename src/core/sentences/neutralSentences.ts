import type { Span } from '../text/span';

/** Sentences that tell a model nothing about what to answer, the shortest first. */
const NEUTRAL: readonly string[] = [
  'This is a line of text.',
  'The text goes on below this line.',
  'These words are here and do not say much.',
  'There are several lines in this document, and this is one of them.',
  'Some parts of a text are short, and other parts of the same text are longer than that.',
  'What stands in this place could also stand in another place, since the lines around it do not depend on it.',
  'A page can have a few paragraphs or many of them, and a paragraph can have one sentence or more than one, as is usual for pages.',
];

/** What a list item begins with. */
const MARK = /^(?:[-*+•]|\d{1,3}[.)])[ \t]+/;

/**
 * Variants of a text with one neutral sentence each, as long as its parts mostly are, in places spread over the text.
 *
 * @param parts of `text`, ascending; at least one
 * @returns `count` texts, fewer than parts only where the text has fewer
 */
export function withNeutralSentences(text: string, parts: readonly Span[], count: number): string[] {
  const lengths = parts.map(({ start, end }) => end - start).sort((a, b) => a - b);
  const usual = lengths[lengths.length >> 1]!;
  const nearest = NEUTRAL.toSorted((a, b) => Math.abs(a.length - usual) - Math.abs(b.length - usual));
  const places = Math.min(count, parts.length);
  return Array.from({ length: places }, (_, index) => {
    const part = parts[Math.floor(((index + 0.5) * parts.length) / places)]!;
    return withSentence(text, part, nearest[index % 3]!);
  });
}

/** Puts a sentence in front of a part: as an item where the part is one, on a line of its own where the part begins one. */
export function withSentence(text: string, { start, end }: Span, sentence: string): string {
  const mark = MARK.exec(text.slice(start, end))?.[0] ?? '';
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const indent = text.slice(lineStart, start);
  const beginsLine = indent.trim() === '';
  const isHeading = /^#{1,6}[ \t]/.test(text.slice(start, end));
  const separator = isHeading ? '\n\n' : beginsLine && (mark !== '' || text[end] === '\n') ? `\n${indent}` : ' ';
  return text.slice(0, start) + mark + sentence + separator + text.slice(start);
}
