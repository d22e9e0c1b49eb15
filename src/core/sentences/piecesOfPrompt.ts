import type { Span } from '../text/span';
import { partsOfPrompt } from './partsOfPrompt';

/**
 * A prompt in pieces that hold all of it but white space: its sentences and other parts, each with the mark of a list or
 * quotation before it, and lines that are in no part, such as rules and tags. Ascending and without overlaps.
 */
export function piecesOfPrompt(text: string): Span[] {
  const pieces: Span[] = [];
  let end = 0;
  for (const part of partsOfPrompt(text, 'sentences')) {
    const start = startWithMark(text, part.start, end);
    pieces.push(...linesIn(text, end, start), { start, end: part.end });
    end = part.end;
  }
  return [...pieces, ...linesIn(text, end, text.length)];
}

/** Where the line of a part begins, if there is only a mark before the part. */
function startWithMark(text: string, start: number, least: number): number {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const before = text.slice(lineStart, start);
  const isMark = lineStart >= least && /\S/.test(before) && !/\p{L}/u.test(before);
  return isMark ? lineStart + before.search(/\S/) : start;
}

/** The lines from `start` to `end`, without white space around them and without blank ones. */
function linesIn(text: string, start: number, end: number): Span[] {
  return Array.from(text.slice(start, end).matchAll(/\S(?:[^\n]*\S)?/g), ({ index, 0: line }) => ({
    start: start + index,
    end: start + index + line.length,
  }));
}
