import { frontMatterLength } from '../text/frontMatter';
import { blockIndexAt, structureOf } from '../text/structure/textStructure';

/** A place in which ghost text would disturb: nobody writes prose there. */
export type QuietPlace = 'code' | 'front matter' | 'rule' | 'link';

/** The line of dashes, colons and bars below the header of a table, or between two parts of a text. */
const RULE = /^[\s>]*(?:\|[ \t]*:?-|-{2,}|={2,}|\*{3,}|_{3,})[-=|:*_ \t]*$/;
/** Ends in an address, in the target of a link or image, or in that of a definition. */
const LINK =
  /(?:\b[a-z][a-z\d+.-]*:\/\/\S*|\bwww\.\S*|\]\([^\s)]*|^\s*\[[^\]\n]+\]:\s*\S*|<(?:[a-z]+:|[^\s<>]+@)[^\s>]*)$/iu;
/** UTF-16 code units of a line that are looked at. */
const LONGEST_LINE = 1_000;
const OPENS_FRONT_MATTER = /^(?:---|\+\+\+)[ \t]*\r?\n/;
const CLOSING_FENCE = /\n[ \t>]*(?:`{3,}|~{3,})[ \t]*\n$/;

/**
 * Which quiet place `offset` is in; undefined for prose.
 *
 * @param text Markdown or plain text, at least a screen of it before the offset
 */
export function quietPlaceAt(text: string, offset: number): QuietPlace | undefined {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const before = text.slice(Math.max(lineStart, offset - LONGEST_LINE), offset);
  if (isInFrontMatter(text, offset)) return 'front matter';
  if (isInFence(text, offset)) return 'code';
  if (RULE.test(before)) return 'rule';
  return LINK.test(before) ? 'link' : undefined;
}

/** Front matter that is not closed yet ends at the first blank line. */
function isInFrontMatter(text: string, offset: number): boolean {
  const length = frontMatterLength(text);
  if (length > 0) return offset < length;
  return OPENS_FRONT_MATTER.test(text) && !/\n[ \t]*\r?\n/.test(text.slice(0, offset));
}

function isInFence(text: string, offset: number): boolean {
  const { blocks } = structureOf(text);
  // Behind the last line break of a text is the end of its last block, too.
  const block = blocks[Math.min(blockIndexAt(blocks, offset - 1), blocks.length - 1)];
  if (block?.kind !== 'code' || offset <= block.start || offset > block.end) return false;
  return offset < block.end || !CLOSING_FENCE.test(text.slice(block.start, block.end));
}
