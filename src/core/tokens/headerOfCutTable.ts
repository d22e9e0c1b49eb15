import { countBelow } from '../text/countOffsetsBelow';
import type { Span } from '../text/span';
import { sentenceStartsOfBlock } from '../text/structure/sentenceStartsOfBlock';
import { blockIndexAt, structureOf } from '../text/structure/textStructure';

/** The header of the table that is cut where a segment starts; undefined where a segment does not start with a row. */
export function headerOfCutTable(text: string, start: number): Span | undefined {
  const { blocks } = structureOf(text);
  const block = blocks[blockIndexAt(blocks, start)];
  if (block?.kind !== 'table' || start <= block.start) return undefined;
  const parts = sentenceStartsOfBlock(text, block);
  const isRow = parts[countBelow(parts, start - block.start)] === start - block.start;
  return isRow ? { start: block.start, end: block.start + parts[1]! } : undefined;
}
