import { countBelow } from '../text/countOffsetsBelow';
import type { Span } from '../text/span';
import { sentenceStartsOfBlock } from '../text/structure/sentenceStartsOfBlock';
import type { Block } from '../text/structure/textBlocks';
import { blockIndexAt, structureOf } from '../text/structure/textStructure';

/**
 * What a segment that starts within a block needs once more to be read as that block: the header of a table, or the line
 * that opens a fence of code. A fence needs no closing line where a segment ends: Markdown closes it there. Undefined for
 * other blocks, and where a segment starts within a row.
 */
export function headerOfCutBlock(text: string, start: number): Span | undefined {
  const { blocks } = structureOf(text);
  const block = blocks[blockIndexAt(blocks, start)];
  const end = block && headerEnd(text, block);
  if (end === undefined || start < end) return undefined;
  return block!.kind === 'code' || isRow(text, block!, start) ? { start: block!.start, end } : undefined;
}

/** Where the header of a table ends, or the line that opens a fence; undefined for other blocks. */
export function headerEnd(text: string, block: Block): number | undefined {
  if (block.kind === 'code') return text.indexOf('\n', block.start) + 1 || undefined;
  if (block.kind !== 'table') return undefined;
  const firstRow = sentenceStartsOfBlock(text, block)[1];
  return firstRow === undefined ? block.end : block.start + firstRow;
}

function isRow(text: string, block: Block, start: number): boolean {
  const parts = sentenceStartsOfBlock(text, block);
  return parts[countBelow(parts, start - block.start)] === start - block.start;
}
