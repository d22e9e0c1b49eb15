import { TreeFragment, type Tree } from '@lezer/common';
import { frontMatterLength } from '../frontMatter';
import { commonEnd, commonStart } from './commonEnds';
import { linesForParser } from './linesForParser';
import { markdownParser } from './markdownParser';
import { blocksOf, type Block } from './textBlocks';

/** A text and its blocks, in order. */
export interface TextStructure {
  readonly text: string;
  readonly blocks: readonly Block[];
}

interface ParsedText {
  readonly structure: TextStructure;
  /** What the parser read. */
  readonly lines: string;
  readonly tree: Tree;
}

/** Texts whose structure is remembered, those of the editors that somebody works in; and UTF-16 code units of all of them. */
const REMEMBERED = 4;
const REMEMBERED_LENGTH = 10_000_000;
let remembered: readonly ParsedText[] = [];

/**
 * The structure of a text. It is read anew only where the text differs from one that was read before, so a keystroke costs
 * the blocks that it touches.
 */
export function structureOf(text: string): TextStructure {
  const reading = readStructure(text);
  for (;;) {
    const { done, value } = reading.next();
    if (done) return value;
  }
}

/** The same for long texts: reads one block a step, so that other work can go in between. */
export function* readStructure(text: string): Generator<void, TextStructure> {
  const known = remembered.find((each) => each.structure.text === text);
  if (known) {
    remember(known);
    return known.structure;
  }
  const frontMatter = frontMatterLength(text);
  const lines = linesForParser(text, frontMatter);
  const parse = markdownParser.startParse(lines, unchangedParts(lines));
  let tree: Tree | null = null;
  while (!(tree = parse.advance())) yield;
  const blocks = blocksOf(lines, tree);
  const top: Block[] =
    frontMatter === 0
      ? []
      : [
          {
            kind: 'front matter',
            start: 0,
            end: frontMatter,
            contentStart: 0,
            depth: 0,
            opensContainer: false,
            node: tree,
          },
        ];
  const structure = { text, blocks: [...top, ...blocks] };
  remember({ structure, lines, tree });
  return structure;
}

/** Index of the first block that ends behind `offset`; the number of blocks when there is none. */
export function blockIndexAt(blocks: readonly Block[], offset: number): number {
  let [low, high] = [0, blocks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (blocks[middle]!.end <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function remember(parsed: ParsedText): void {
  let length = 0;
  remembered = [parsed, ...remembered.filter((each) => each !== parsed)]
    .slice(0, REMEMBERED)
    .filter(({ lines }, index) => (length += lines.length) <= REMEMBERED_LENGTH || index === 0);
}

/** The parts that the text has in common with the last remembered one that is much like it. */
function unchangedParts(lines: string): readonly TreeFragment[] {
  for (const { lines: before, tree } of remembered) {
    const start = commonStart(lines, before);
    const end = commonEnd(lines, before, start);
    if (start + end < lines.length / 2) continue;
    const change = { fromA: start, toA: before.length - end, fromB: start, toB: lines.length - end };
    return TreeFragment.applyChanges(TreeFragment.addTree(tree), [change]);
  }
  return [];
}
