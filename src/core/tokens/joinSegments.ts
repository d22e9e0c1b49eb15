import { structureOf } from '../text/structure/textStructure';
import { headerEnd } from './headerOfCutBlock';

/** The start of a table, which is a line of dashes and bars below the first one, or of a fence. */
const TABLE_OR_FENCE = /^(?:[^\n]*\n[ \t>|:-]*-[ \t|:-]*\r?\n|[^\n`~]*(?:`{3}|~{3}))/;

/** Joins the texts of segments without overlap: what a segment repeats of a table or a fence stands in the first one only. */
export function joinSegments(texts: readonly string[]): string {
  return texts.reduce((joined, text) => {
    const header = TABLE_OR_FENCE.test(text) ? headerOfBlockAtEnd(joined) : undefined;
    return joined + (header && text.startsWith(header) ? text.slice(header.length) : text);
  }, '');
}

/** The header of the table with whose row a text ends, or the opening line of the fence that it does not close. */
function headerOfBlockAtEnd(text: string): string | undefined {
  const block = structureOf(text).blocks.at(-1);
  if (!block || block.end < text.length || block.node.topNode.getChildren('CodeMark').length > 1) return undefined;
  const end = headerEnd(text, block);
  return end === undefined ? undefined : text.slice(block.start, end);
}
