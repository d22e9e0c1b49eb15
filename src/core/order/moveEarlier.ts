import type { Span } from '../span';
import { endOfLine, startOfLine } from './outline';

/** What is to be done to a text for a part of it to come earlier. */
export interface Move {
  readonly insertAt: number;
  readonly inserted: string;
  readonly removed: Span;
}

/**
 * The edits that move a part of `text` to `to`, the beginning of a line before it. The part gets lines of its own, and a blank
 * one behind it if it was a paragraph; the blanks that would be left where it was go with it.
 */
export function moveEarlier(text: string, { start, end }: Span, to: number): Move {
  const part = text.slice(start, end).trim();
  const first = text.indexOf(part, start);
  const last = first + part.length;
  const isBlock = isBlank(text, startOfLine(text, first), first) && isBlank(text, last, endOfLine(text, last));
  const isParagraph = isBlock && /(?:^|\n[ \t]*\n)[ \t]*$/.test(text.slice(0, first));
  const removed = isBlock ? blockAround(text, first, last, isParagraph) : phraseAround(text, first, last);
  return { insertAt: to, inserted: `${part}\n${isParagraph ? '\n' : ''}`, removed };
}

function isBlank(text: string, from: number, to: number): boolean {
  return text.slice(from, to).trim() === '';
}

/** Whole lines, with the blank ones behind a paragraph; at the end of the text with those before it. */
function blockAround(text: string, first: number, last: number, isParagraph: boolean): Span {
  if (isBlank(text, last, text.length)) return { start: text.slice(0, first).trimEnd().length, end: last };
  const behind = isParagraph ? /^\s*\n/ : /^[ \t]*\n/;
  return { start: startOfLine(text, first), end: last + behind.exec(text.slice(last))![0].length };
}

/** Part of a line, with the blanks before it, or behind it where it begins the line. */
function phraseAround(text: string, first: number, last: number): Span {
  const before = /[ \t]*$/.exec(text.slice(startOfLine(text, first), first))![0].length;
  const behind = /^[ \t]*/.exec(text.slice(last))![0].length;
  const beginsLine = first - before === startOfLine(text, first);
  return beginsLine ? { start: first, end: last + behind } : { start: first - before, end: last };
}
