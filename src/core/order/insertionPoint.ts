import { frontMatterLength } from '../text/frontMatter';
import type { Span } from '../text/span';
import { endOfLine, startOfLine } from './lineBounds';
import { isHeadingAlone, type Heading } from './recognizeHeading';
import { paragraphStart, sentenceAt, type Outline } from './promptOutline';

/** Where and in which form to insert a part that moves up. */
export interface InsertionPoint {
  /** UTF-16 offset of the start of a line, or of a sentence within one. */
  readonly offset: number;
  /**
   * paragraph: a separate paragraph. line: a line or list item of the block there. sentence: before another sentence.
   */
  readonly form: 'paragraph' | 'line' | 'sentence';
  /** Heading to insert after the part, so that the following text does not become part of a moved section. */
  readonly headingAfter?: string;
}

/** Begins a list item: “- ”, “2. ”. */
const ITEM = /^[ \t]*(?:[-*•+]|\d+[.)])[ \t]/;

/** Where to insert the definition `moved` before its first use at `use`. */
export function insertionForDefinition(outline: Outline, use: number, moved: Span): InsertionPoint {
  const { text } = outline;
  const isItem = (offset: number) => ITEM.test(text.slice(startOfLine(text, offset), endOfLine(text, offset)));
  if (isOneBlock(text, use, moved.start)) {
    const offset = isItem(use) && isItem(moved.start) ? startOfLine(text, use) : paragraphStart(outline, use);
    return { offset, form: 'line' };
  }
  const offset = beforeUse(outline, use);
  const isSentence = /[.!?]\)?$/.test(text.slice(moved.start, moved.end).trimEnd());
  return { offset, form: isSentence && offset > startOfLine(text, offset) ? 'sentence' : 'paragraph' };
}

/**
 * Where to insert the part under `target` before the reference at `use`; a section goes before a section, not into one.
 */
export function insertionForPart(outline: Outline, use: number, target: Heading): InsertionPoint {
  const { headings } = outline;
  const ownSection = headings.findLast(({ start, level }) => start < use && level > 0 && level <= target.level);
  if (ownSection?.level === target.level) return { offset: ownSection.start, form: 'paragraph' };
  const point: InsertionPoint = { offset: beforeUse(outline, use), form: 'paragraph' };
  return target.level === 0 ? point : { ...point, headingAfter: `${'#'.repeat(target.level)} Task` };
}

/** Where to insert an instruction so that it is certainly read: after the opening paragraph, before everything else. */
export function insertionAtFront(outline: Outline, moved: Span): InsertionPoint {
  const { text } = outline;
  const first = frontMatterLength(text);
  const second = secondPart(outline, first, moved.start);
  if (second !== undefined && second < moved.start) return { offset: startOfLine(text, second), form: 'paragraph' };
  return { offset: first, form: isOneBlock(text, first, moved.start) ? 'line' : 'paragraph' };
}

/** The first paragraph between two offsets that has more than headings before it; undefined when there is none. */
function secondPart(outline: Outline, from: number, to: number): number | undefined {
  for (const gap of outline.text.slice(from, to).matchAll(/\n[ \t]*\n\s*/g)) {
    const offset = from + gap.index + gap[0].length;
    if (!isOpening(outline, offset)) return offset;
  }
  return undefined;
}

/**
 * Start of the paragraph at `use`; in the opening paragraph, which says what the text is about, start of the sentence.
 */
function beforeUse(outline: Outline, use: number): number {
  const { text, quoted } = outline;
  const paragraph = paragraphStart(outline, use);
  const { start } = sentenceAt(outline, use);
  const isQuoted = quoted.some((span) => span.start <= use && use < span.end);
  // `sentences` also end at line breaks, so the line before may hold the beginning of this sentence.
  const followsSentence = /[.!?]["”)]?\s*$/.test(text.slice(paragraph, start));
  return isOpening(outline, paragraph) && followsSentence && !isQuoted ? start : paragraph;
}

/** A title without heading marks: “Support bot”. */
const TITLE = /^[^\n.!?:;]{1,80}$/;

/** Whether only headings come before `offset`. */
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

/** Whether no blank line separates the two offsets. */
function isOneBlock(text: string, start: number, end: number): boolean {
  return !/\n[ \t]*\n/.test(text.slice(start, end));
}
