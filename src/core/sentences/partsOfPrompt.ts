import { withoutBlanksAround } from '../text/blanksAroundSpan';
import { sectionsOf } from '../text/sectionsByHeadingAndRole';
import type { Span } from '../text/span';
import type { Block, BlockKind } from '../text/structure/textBlocks';
import { structureOf } from '../text/structure/textStructure';
import { boundariesWithin } from '../text/wordSentenceAndHeadingBoundaries';

/** What a prompt is divided into. */
export type PartKind = 'sentences' | 'sections';

/** Blocks that say nothing by themselves; front matter is read by the host. */
const NO_PART: ReadonlySet<BlockKind> = new Set(['front matter', 'rule', 'definition']);
/** Lines at the top of a table that are no rows. */
const HEADER_LINES = 2;
const ONLY_TAGS = /^(?:<[^<>]*>\s*)+$/;

/**
 * The parts of a prompt that can be left out one at a time, without the white space around them: sentences, list items,
 * headings, rows of tables and blocks of code; or its sections. Ascending and without overlaps.
 */
export function partsOfPrompt(text: string, kind: PartKind): Span[] {
  const { blocks } = structureOf(text);
  const parts =
    kind === 'sections'
      ? sectionsWithStart(text)
      : blocks.filter((block) => !NO_PART.has(block.kind)).flatMap((block) => partsOfBlock(text, block));
  return parts.map((part) => withoutBlanksAround(text, part)).filter((part) => saysSomething(text, part));
}

/** The sections, and what stands before the first one. Front matter is none. */
function sectionsWithStart(text: string): Span[] {
  const sections = sectionsOf(text).filter(({ title, span }) => title !== 'front matter' || span.start > 0);
  const start = structureOf(text).blocks.find(({ kind }) => kind !== 'front matter')?.start ?? 0;
  return [{ start, end: sections[0]?.span.start ?? text.length }, ...sections.map(({ span }) => span)];
}

function partsOfBlock(text: string, block: Block): Span[] {
  if (block.kind === 'table') return linesOf(text, block).slice(HEADER_LINES);
  // Tags stand on lines of their own, mostly.
  if (block.kind === 'html') return linesOf(text, block).flatMap((line) => sentencesWithin(text, line));
  if (block.kind !== 'paragraph') return [block];
  const sentences = sentencesWithin(text, { start: block.contentStart, end: block.end });
  // An item of one sentence goes with its mark; otherwise the mark would stand there alone.
  if (block.opensContainer && sentences.length <= 1) return [block];
  return sentences;
}

/** The sentences in a part of a text; what reaches beyond it is cut. */
function sentencesWithin(text: string, { start, end }: Span): Span[] {
  const starts = [start, ...boundariesWithin(text, 'sentence', start, end)];
  return starts
    .map((from, index) => withoutBlanksAround(text, { start: from, end: starts[index + 1] ?? end }))
    .filter((span) => span.start < span.end);
}

function linesOf(text: string, { start, end }: Span): Span[] {
  return Array.from(text.slice(start, end).matchAll(/[^\n]+/g), ({ index, 0: line }) => ({
    start: start + index,
    end: start + index + line.length,
  }));
}

function saysSomething(text: string, { start, end }: Span): boolean {
  const part = text.slice(start, end);
  return /[\p{L}\p{N}]/u.test(part) && !ONLY_TAGS.test(part);
}
