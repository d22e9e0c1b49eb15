import type { Span } from '../text/span';
import { tableHeader, tableRows } from '../text/structure/tableRows';
import { blockIndexAt, structureOf } from '../text/structure/textStructure';

/** The header of the table that is cut where a segment starts; undefined where a segment does not start with a row. */
export function headerOfCutTable(text: string, start: number): Span | undefined {
  const { blocks } = structureOf(text);
  const block = blocks[blockIndexAt(blocks, start)];
  if (block?.kind !== 'table') return undefined;
  return tableRows(text, block).some((row) => row.start === start) ? tableHeader(text, block) : undefined;
}
