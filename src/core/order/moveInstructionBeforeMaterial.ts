import type { OrderFinding } from './orderFindingTypes';
import { frontMatterLength } from '../text/frontMatter';
import type { Span } from '../text/span';
import { endOfLine, startOfLine } from './lineBounds';
import { headingMatcher } from './recognizeHeading';
import { paragraphStart, type Outline } from './promptOutline';

/**
 * Moves the instruction, with the rest of its line, before its material; nothing when it is unclear where that begins.
 */
export function moveBeforeMaterial(outline: Outline, { start, end }: Span): Pick<OrderFinding, 'move' | 'to'> {
  const { text } = outline;
  const line = startOfLine(text, start);
  const beginsLine = text.slice(line, start).trim() === '';
  const offset = materialBefore(outline, line, text.slice(start, end));
  if (offset === undefined || offset > line) return {};
  return { move: { start, end: beginsLine ? endOfLine(text, start) : end }, to: { offset, form: 'paragraph' } };
}

/** Start of the material before `line`: the first part that the instruction names, or the only or last block. */
function materialBefore(outline: Outline, line: number, instruction: string): number | undefined {
  const { text, headings } = outline;
  const first = frontMatterLength(text);
  const matches = headingMatcher(instruction);
  const named = headings.find((heading) => heading.start >= first && heading.start < line && matches(heading));
  if (named) return startOfLine(text, named.start);
  const before = text.slice(first, line).trim();
  const isOne = !/\n[ \t]*\n/.test(before) || /^(?:```|~~~|""")/.test(before);
  return isOne ? first : lastBlock(outline, line);
}

/** A label or heading at the end: “Minutes:”, “## Minutes”, or the short line “Minutes” below a blank line. */
const LABEL_ABOVE = /(?:^|\n)(?:[^\n]{1,80}:|#{1,6} [^\n]+|(?<=^|\n[ \t]*\n)[A-Z][^\n.!?:;,]{0,40})[ \t]*\n\s*$/;

/** Start of the block directly before `line`, with the label or heading above it. */
function lastBlock(outline: Outline, line: number): number | undefined {
  const { text } = outline;
  const end = text.slice(0, line).trimEnd().length;
  const start = paragraphStart(outline, end - 1);
  const label = LABEL_ABOVE.exec(text.slice(0, start));
  return label ? label.index + (label[0].startsWith('\n') ? 1 : 0) : start;
}
