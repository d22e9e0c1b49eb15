import { frontMatterLength } from '../text/frontMatter';
import type { Span } from '../text/span';
import { endOfLine, isBlank, isHeadingAlone, startOfLine, type Outline } from './outline';
import type { InsertionPoint } from './insertionPoint';

/** What is to be done to a text for a part of it to come earlier. */
export interface Move {
  /** Blanks before the place, which make room for what is inserted. */
  readonly replaced: Span;
  readonly inserted: string;
  readonly removed: Span;
}

/** The mark of an item that leaves its list. */
const MARK = /^(?:[-*•+]|\d+[.)])[ \t]+(?!\[[ x]\])/;

/**
 * The edits that move a part of a text to a place before it. The blanks that would be left where it was go with it, and so
 * does a heading that would be left with nothing under it.
 */
export function moveEarlier(outline: Outline, { start, end }: Span, place: InsertionPoint): Move {
  const { text } = outline;
  const part = text.slice(start, end).trim();
  const first = text.indexOf(part, start);
  const last = first + part.length;
  const isBlock = isBlank(text, startOfLine(text, first), first) && isBlank(text, last, endOfLine(text, last));
  const isParagraph = isBlock && /(?:^|\n[ \t]*\n)[ \t]*$/.test(text.slice(0, first));
  const own = isBlock ? blockAround(text, first, last, isParagraph) : phraseAround(text, first, last);
  return { ...put(text, part, place), removed: isBlock ? withEmptyHeading(outline, own) : own };
}

function put(
  text: string,
  part: string,
  { at, as, headingBehind }: InsertionPoint,
): Pick<Move, 'replaced' | 'inserted'> {
  const here = { start: at, end: at };
  if (as === 'line') return { replaced: here, inserted: `${part}\n` };
  const alone = part.includes('\n') ? part : part.replace(MARK, '');
  if (as === 'sentence') return { replaced: here, inserted: `${alone} ` };
  const paragraph = `${alone}\n\n${headingBehind === undefined ? '' : `${headingBehind}\n\n`}`;
  const before = text.slice(frontMatterLength(text), at);
  const isApart = before.trim() === '' || /(?:\n[ \t]*|(?:^|\n)#{1,6} [^\n]*)\n[ \t]*$/.test(before);
  if (isApart) return { replaced: here, inserted: paragraph };
  return { replaced: { start: at - /\s*$/.exec(before)![0].length, end: at }, inserted: `\n\n${paragraph}` };
}

/** With the heading above a block that is all there is under it. */
function withEmptyHeading({ text, headings }: Outline, { start, end }: Span): Span {
  const above = headings.findLast((heading) => heading.start < start);
  if (!above || !isHeadingAlone(text, above) || !isBlank(text, endOfLine(text, above.start), start))
    return { start, end };
  const next = headings.find((heading) => heading.start >= end)?.start ?? text.length;
  const isNextOfItsKind = next === text.length || headings.some(({ start: at, level }) => at === next && level > 0);
  if (!isNextOfItsKind || !isBlank(text, end, next)) return { start, end };
  const isLast = isBlank(text, end, text.length);
  return {
    start: isLast ? text.slice(0, above.start).trimEnd().length : above.start,
    end: isLast ? text.length : next,
  };
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
