import type { Span } from '../text/span';
import { isOneBlock } from './blankLinesBetweenBlocks';
import { firstFrom } from './firstFromOffset';
import { endOfLine, startOfLine } from './lineBounds';
import { paragraphStart, quotedAt, sentenceAt, type Outline } from './promptOutline';
import type { Heading } from './recognizeHeading';

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
  const { text, blankLines } = outline;
  const isItem = (offset: number) => ITEM.test(text.slice(startOfLine(outline, offset), endOfLine(outline, offset)));
  if (isOneBlock(blankLines, use, moved.start)) {
    const offset = isItem(use) && isItem(moved.start) ? startOfLine(outline, use) : paragraphStart(outline, use);
    return { offset, form: 'line' };
  }
  const offset = beforeUse(outline, use);
  const isSentence = /[.!?]\)?$/.test(text.slice(moved.start, moved.end).trimEnd());
  return { offset, form: isSentence && offset > startOfLine(outline, offset) ? 'sentence' : 'paragraph' };
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
  const { blankLines, opening, bodyStart } = outline;
  const second = blankLines[firstFrom(blankLines, opening)]?.end;
  if (second !== undefined && second < moved.start) return { offset: second, form: 'paragraph' };
  return { offset: bodyStart, form: isOneBlock(blankLines, bodyStart, moved.start) ? 'line' : 'paragraph' };
}

/**
 * Start of the paragraph at `use`; in the opening paragraph, which says what the text is about, start of the sentence.
 */
function beforeUse(outline: Outline, use: number): number {
  const { text, opening } = outline;
  const paragraph = paragraphStart(outline, use);
  const { start } = sentenceAt(outline, use);
  // A sentence may also start behind a label or in a line of its own.
  const followsSentence = /[.!?]["”)]?$/.test(text.slice(paragraph, start).trimEnd().slice(-2));
  return paragraph <= opening && followsSentence && !quotedAt(outline, use) ? start : paragraph;
}
