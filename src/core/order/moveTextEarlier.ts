import { trimTrailingBlanks } from '../inside/leaveOutBlanksBeforeCaret';
import type { Span } from '../text/span';
import { endOfLine, isBlank, startOfLine } from './lineBounds';
import type { Outline } from './promptOutline';
import type { InsertionPoint } from './insertionPoint';
import { withEmptyHeading } from './removeEmptiedHeading';

/** The two edits of a move. */
export interface Move {
  /** Span at the new place that `inserted` replaces: empty, or white space. */
  readonly replaced: Span;
  readonly inserted: string;
  /** Span to delete at the old place. */
  readonly removed: Span;
}

/** The marker of a list item: “- ”, “2. ”; not that of a task, “- [ ] ”. */
const LIST_MARKER = /^(?:[-*•+]|\d+[.)])[ \t]+(?!\[[ x]\])/;

/**
 * The edits that move a part of a text to an earlier place. Superfluous white space at the old place goes, and so does
 * a heading that has nothing else under it.
 */
export function moveTextEarlier(outline: Outline, { start, end }: Span, to: InsertionPoint): Move {
  const { text } = outline;
  const part = text.slice(start, end).trim();
  const first = text.indexOf(part, start);
  const last = first + part.length;
  const isBlock = isBlank(text, startOfLine(outline, first), first) && isBlank(text, last, endOfLine(outline, last));
  const isParagraph = isBlock && /(?:^|\n[ \t]*\n)[ \t]*$/.test(text.slice(0, first));
  const removed = isBlock ? blockAround(outline, first, last, isParagraph) : phraseAround(outline, first, last);
  return { ...insertion(outline, part, to), removed: isBlock ? withEmptyHeading(outline, removed) : removed };
}

/** Inserts `part` in the form that the insertion point asks for. */
function insertion(
  { text, bodyStart }: Outline,
  part: string,
  { offset, form, headingAfter }: InsertionPoint,
): Pick<Move, 'replaced' | 'inserted'> {
  const here = { start: offset, end: offset };
  if (form === 'line') return { replaced: here, inserted: `${part}\n` };
  const alone = part.includes('\n') ? part : part.replace(LIST_MARKER, '');
  if (form === 'sentence') return { replaced: here, inserted: `${alone} ` };
  const paragraph = `${alone}\n\n${headingAfter === undefined ? '' : `${headingAfter}\n\n`}`;
  const before = text.slice(bodyStart, offset);
  const isApart = before.trim() === '' || /(?:\n[ \t]*|(?:^|\n)#{1,6} [^\n]*)\n[ \t]*$/.test(before);
  if (isApart) return { replaced: here, inserted: paragraph };
  const blanks = before.length - before.trimEnd().length;
  return { replaced: { start: offset - blanks, end: offset }, inserted: `\n\n${paragraph}` };
}

/** Whole lines, with the blank lines after a paragraph; at the end of the text, with the blank lines before it. */
function blockAround(outline: Outline, first: number, last: number, isParagraph: boolean): Span {
  const { text } = outline;
  if (isBlank(text, last, text.length)) return { start: text.slice(0, first).trimEnd().length, end: last };
  const gap = isParagraph ? /^\s*\n/ : /^[^\S\n]*\n/;
  return { start: startOfLine(outline, first), end: last + gap.exec(text.slice(last))![0].length };
}

/** Part of a line, with the spaces before it; with the spaces after it when it begins the line. */
function phraseAround(outline: Outline, first: number, last: number): Span {
  const { text } = outline;
  const lineStart = startOfLine(outline, first);
  const onLine = text.slice(lineStart, first);
  const before = onLine.length - trimTrailingBlanks(onLine).length;
  const after = /^[ \t]*/.exec(text.slice(last))![0].length;
  const beginsLine = first - before === lineStart;
  return beginsLine ? { start: first, end: last + after } : { start: first - before, end: last };
}
