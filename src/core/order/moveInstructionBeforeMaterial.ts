import type { OrderFinding } from './orderFindingTypes';
import type { Span } from '../text/span';
import { isOneBlock } from './blankLinesBetweenBlocks';
import { headingsAbout } from './headingsByWords';
import { endOfLine, startOfLine } from './lineBounds';
import { paragraphStart, type Outline } from './promptOutline';

/**
 * Moves the instruction, with the rest of its line, before its material; nothing when it is unclear where that begins.
 */
export function moveBeforeMaterial(outline: Outline, { start, end }: Span): Pick<OrderFinding, 'move' | 'to'> {
  const { text } = outline;
  const line = startOfLine(outline, start);
  const beginsLine = text.slice(line, start).trim() === '';
  const offset = materialBefore(outline, line, text.slice(start, end));
  if (offset === undefined || offset > line) return {};
  return { move: { start, end: beginsLine ? endOfLine(outline, start) : end }, to: { offset, form: 'paragraph' } };
}

/** Start of the material before `line`: the first part that the instruction names, or the only or last block. */
function materialBefore(outline: Outline, line: number, instruction: string): number | undefined {
  const { text, blankLines, bodyStart } = outline;
  const named = headingsAbout(outline.byStem, instruction, bodyStart)?.first;
  if (named && named.start < line) return named.start;
  const end = text.slice(0, line).trimEnd().length;
  const isOne = isOneBlock(blankLines, bodyStart, end) || /^\s*(?:```|~~~|""")/.test(text.slice(bodyStart, line));
  return isOne ? bodyStart : lastBlock(outline, end);
}

/** A label or heading at the end: “Minutes:”, “## Minutes”, or the short line “Minutes” below a blank line. */
const LABEL_ABOVE = /(?:^|\n)(?:[^\n]{1,80}:|#{1,6} [^\n]+|(?<=^|\n[ \t]*\n)[A-Z][^\n.!?:;,]{0,40})[ \t]*\n\s*$/;

/** UTF-16 code units above a block in which its label can stand. */
const LABEL_REACH = 200;

/** Start of the paragraph that ends at `end`, with the label or heading above it. */
function lastBlock(outline: Outline, end: number): number | undefined {
  const start = paragraphStart(outline, end - 1);
  const from = Math.max(0, start - LABEL_REACH);
  const label = LABEL_ABOVE.exec(outline.text.slice(from, start));
  return label ? from + label.index + (label[0].startsWith('\n') ? 1 : 0) : start;
}
