import { sentenceStartsOfBlock } from '../text/structure/sentenceStartsOfBlock';
import { structureOf } from '../text/structure/textStructure';

/** A line of dashes and bars below the first one: the start of a table. */
const TABLE_START = /^[^\n]*\n[ \t>|:-]*-[ \t|:-]*\r?\n/;

/** Joins the texts of segments without overlap: the header of a table stands in its first segment only. */
export function joinSegments(texts: readonly string[]): string {
  return texts.reduce((joined, text) => {
    const header = TABLE_START.test(text) ? headerOfTableAtEnd(joined) : undefined;
    return joined + (header && text.startsWith(header) ? text.slice(header.length) : text);
  }, '');
}

/** The header of the table with whose last row a text ends. */
function headerOfTableAtEnd(text: string): string | undefined {
  const block = structureOf(text).blocks.at(-1);
  if (block?.kind !== 'table' || block.end < text.length) return undefined;
  const firstRow = sentenceStartsOfBlock(text, block)[1];
  return firstRow === undefined ? undefined : text.slice(block.start, block.start + firstRow);
}
