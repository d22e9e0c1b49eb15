import type { Span } from '../text/span';
import type { Block } from '../text/structure/textBlocks';
import { isBlank } from './lineBounds';
import { firstFrom } from './firstFromOffset';

/** The blank lines between blocks, as spans of whole lines. Those in code and below front matter are none. */
export function blankLinesBetween(text: string, blocks: readonly Block[]): Span[] {
  return blocks.slice(1).flatMap(({ start: end }, index) => {
    const { end: start, kind } = blocks[index]!;
    return start < end && kind !== 'front matter' && isBlank(text, start, end) ? [{ start, end }] : [];
  });
}

/** Whether no blank line separates the two offsets. */
export function isOneBlock(blankLines: readonly Span[], start: number, end: number): boolean {
  const next = blankLines[firstFrom(blankLines, start)];
  return next === undefined || next.end > end;
}

/** Where paragraphs start: at the first line, below a blank line, at headings, and below headings and front matter. */
export function paragraphStarts(blocks: readonly Block[], blankLines: readonly Span[]): number[] {
  const belowBlank = new Set(blankLines.map(({ end }) => end));
  const starts = blocks.slice(1).filter(({ start, kind }, index) => {
    const before = blocks[index]!.kind;
    return kind === 'heading' || before === 'heading' || before === 'front matter' || belowBlank.has(start);
  });
  return [0, ...starts.map(({ start }) => start)];
}
