import { countBelow } from '../text/countOffsetsBelow';
import { blockIndexAt, structureOf } from '../text/structure/textStructure';
import type { BlockKind } from '../text/structure/textBlocks';
import type { Tokens } from './tokenSpans';

/** Blocks that are hard to read in parts. */
const WHOLE: ReadonlySet<BlockKind> = new Set(['code', 'table', 'math', 'html', 'comment', 'front matter']);

/**
 * Where to end a segment that would end at `end`, so that code, tables and the like stay whole: before such a block, if it
 * fits into a segment of its own; else at `end`.
 *
 * @param least the segment must end behind it
 * @param room tokens of a segment, without special tokens
 */
export function beforeBlockToKeepWhole(text: string, tokens: Tokens, end: number, least: number, room: number): number {
  const { blocks } = structureOf(text);
  const block = blocks[blockIndexAt(blocks, end)];
  if (!block || !WHOLE.has(block.kind) || block.start >= end || block.start <= least) return end;
  const count = countBelow(tokens.starts, block.end) - countBelow(tokens.starts, block.start);
  return count <= room ? block.start : end;
}
