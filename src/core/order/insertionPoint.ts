import { frontMatterLength } from '../text/frontMatter';
import type { Span } from '../text/span';
import { endOfLine, isHeadingAlone, placeBefore, sentenceAt, startOfLine, type Heading, type Outline } from './outline';

/** Where a part of a text comes earlier, and as what. */
export interface InsertionPoint {
  /** The beginning of a line, or of a sentence within one. */
  readonly at: number;
  /** A paragraph of its own, another line or item of the block that stands there, or a sentence before another one. */
  readonly as: 'paragraph' | 'line' | 'sentence';
  /** Heads the text behind it, which would be taken for a part of the section otherwise. */
  readonly headingBehind?: string;
}

const ITEM = /^[ \t]*(?:[-*•+]|\d+[.)])[ \t]/;

/** Where the definition `moved` comes before its first use. */
export function insertionForDefinition(outline: Outline, use: number, moved: Span): InsertionPoint {
  const { text } = outline;
  const isItem = (offset: number) => ITEM.test(text.slice(startOfLine(text, offset), endOfLine(text, offset)));
  if (isOneBlock(text, use, moved.start)) {
    const at = isItem(use) && isItem(moved.start) ? startOfLine(text, use) : placeBefore(outline, use);
    return { at, as: 'line' };
  }
  const at = beforeUse(outline, use);
  const isSentence = /[.!?]\)?$/.test(text.slice(moved.start, moved.end).trimEnd());
  return { at, as: isSentence && at > startOfLine(text, at) ? 'sentence' : 'paragraph' };
}

/** Where the part that `target` heads comes before what points to it: a section before another one, not into it. */
export function insertionForPart(outline: Outline, use: number, target: Heading): InsertionPoint {
  const { headings } = outline;
  const own = headings.findLast(({ start, level }) => start < use && level > 0 && level <= target.level);
  if (own?.level === target.level) return { at: own.start, as: 'paragraph' };
  const place: InsertionPoint = { at: beforeUse(outline, use), as: 'paragraph' };
  return target.level === 0 ? place : { ...place, headingBehind: `${'#'.repeat(target.level)} Task` };
}

/** Where an instruction comes so that it is read in any case: behind the opening, before all else. */
export function insertionAtFront(outline: Outline, moved: Span): InsertionPoint {
  const { text } = outline;
  const first = frontMatterLength(text);
  const opening = [...text.slice(first, moved.start).matchAll(/\n[ \t]*\n\s*/g)]
    .map((blank) => first + blank.index + blank[0].length)
    .find((at) => !isOpening(outline, at));
  if (opening !== undefined && opening < moved.start) return { at: startOfLine(text, opening), as: 'paragraph' };
  return { at: first, as: isOneBlock(text, first, moved.start) ? 'line' : 'paragraph' };
}

/** Before the paragraph; in the opening, which says what a text is about, before the sentence. */
function beforeUse(outline: Outline, use: number): number {
  const { text, quoted } = outline;
  const paragraph = placeBefore(outline, use);
  const { start } = sentenceAt(outline, use);
  const isQuoted = quoted.some((span) => span.start <= use && use < span.end);
  // A line that is a sentence of its own, too, as far as `sentences` tell, may go on with what the line before began.
  const isBehindAnother = /[.!?]["”)]?\s*$/.test(text.slice(paragraph, start));
  return isOpening(outline, paragraph) && isBehindAnother && !isQuoted ? start : paragraph;
}

/** A line that heads a text without saying so. */
const TITLE = /^[^\n.!?:;]{1,80}$/;

/** Whether nothing but headings comes before `offset`. */
function isOpening(outline: Outline, offset: number): boolean {
  const { text, headings } = outline;
  let before = text.slice(frontMatterLength(text), offset);
  for (const heading of headings) {
    if (heading.start >= offset) break;
    if (isHeadingAlone(text, heading))
      before = before.replace(text.slice(heading.start, endOfLine(text, heading.start)), '');
  }
  return before.trim() === '' || TITLE.test(before.trim());
}

function isOneBlock(text: string, start: number, end: number): boolean {
  return !/\n[ \t]*\n/.test(text.slice(start, end));
}
