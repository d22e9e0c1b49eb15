import { blockIndexAt, structureOf } from '../../text/structure/textStructure';

/** How far before an offset its line is looked at, in UTF-16 code units. */
const REACH = 500;

/** Whether what stands at an offset is quoted as code: in a block of code, or behind an odd number of backticks. */
export function isInCode(text: string, offset: number): boolean {
  const { blocks } = structureOf(text);
  return blocks[blockIndexAt(blocks, offset)]?.kind === 'code' || lineBefore(text, offset).split('`').length % 2 === 0;
}

/** What stands before an offset on its line, or the end of it. */
export function lineBefore(text: string, offset: number): string {
  const before = text.slice(Math.max(0, offset - REACH), offset);
  return before.slice(before.lastIndexOf('\n') + 1);
}
