import { countBelow } from './countOffsetsBelow';
import { canCut } from './structure/keptTogether';
import { sentenceStartsNear, sentenceStartsOfBlock } from './structure/sentenceStartsOfBlock';
import type { Block } from './structure/textBlocks';
import { blockIndexAt, structureOf } from './structure/textStructure';
import { wordBoundariesIn } from './structure/wordBoundaries';

/**
 * Where a text may be cut: between any two tokens, at a word or sentence, before an item of a list or a row of a table,
 * before a paragraph or before a heading. A paragraph is any block of Markdown; what directly follows a heading belongs to
 * the heading.
 */
export type Boundary = 'token' | 'word' | 'sentence' | 'item' | 'paragraph' | 'heading';

/** Boundaries that can be found without a tokenizer. */
type TextBoundary = Exclude<Boundary, 'token'>;

type BlockBoundary = Exclude<TextBoundary, 'word' | 'sentence'>;

/** Offsets at which a block, or a part of it, starts; relative to the block. */
const STARTS: Record<BlockBoundary, (text: string, block: Block, before?: Block) => readonly number[]> = {
  item: (text, block, before) => {
    const start = before?.kind === 'heading' ? [] : [0];
    // The first row stays with the header.
    return block.kind === 'table' ? [...start, ...sentenceStartsOfBlock(text, block).slice(2)] : start;
  },
  paragraph: (_, block, before) => {
    const isApart = block.depth === 0 || (before !== undefined && before.end < block.start);
    return isApart && before?.kind !== 'heading' ? [0] : [];
  },
  heading: (_, block, before) =>
    block.kind === 'heading' && block.depth === 0 && before?.kind !== 'heading' ? [0] : [],
};

/** Boundaries inside `text`, so neither 0 nor its length; ascending UTF-16 offsets. */
export function boundariesOf(text: string, boundary: TextBoundary): number[] {
  return boundariesWithin(text, boundary, 0, text.length);
}

/** The last boundary in (`least`, `limit`]; undefined when there is none. */
export function boundaryBefore(text: string, boundary: TextBoundary, limit: number, least: number): number | undefined {
  return boundariesWithin(text, boundary, least, limit + 1).at(-1);
}

/** Boundaries of `text` in (`from`, `to`), neither 0 nor its length; ascending UTF-16 offsets. */
export function boundariesWithin(text: string, boundary: TextBoundary, from: number, to: number): number[] {
  const [first, last] = [Math.max(from, 0), Math.min(to, text.length)];
  const offsets = boundary === 'word' ? wordBoundaries(text, first, last) : starts(text, boundary, first, last);
  return offsets.filter((offset) => offset > first && offset < last && canCut(text, offset));
}

/** Offsets in [`from`, `to`). */
function starts(text: string, boundary: Exclude<TextBoundary, 'word'>, from: number, to: number): number[] {
  const { blocks } = structureOf(text);
  const found: number[] = [];
  for (let index = blockIndexAt(blocks, from); index < blocks.length && blocks[index]!.start < to; index++) {
    const block = blocks[index]!;
    const inBlock =
      boundary === 'sentence'
        ? sentenceStartsNear(text, block, from, to)
        : STARTS[boundary](text, block, blocks[index - 1]);
    const [first, last] = [countBelow(inBlock, from - block.start), countBelow(inBlock, to - block.start)];
    for (let start = first; start < last; start++) found.push(block.start + inBlock[start]!);
  }
  return found;
}

/** UTF-16 code units before an offset that decide where the words of a script without spaces start. */
const WORD_CONTEXT = 100;

function wordBoundaries(text: string, from: number, to: number): number[] {
  const start = Math.max(0, from - WORD_CONTEXT);
  return wordBoundariesIn(text.slice(start, to + WORD_CONTEXT)).map((offset) => start + offset);
}
