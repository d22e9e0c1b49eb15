import type { Block } from './textBlocks';
import { sentenceStartsIn } from './sentenceStarts';
import { runsOfWrappedLines } from './wrappedLines';

/** Line breaks, also those that Markdown does not know; the last one of a text begins no line. */
const BEHIND_LINE_BREAKS = /(?<=[\n\v\f\u0085\u2028\u2029])(?!$)/;
const CODE_SPAN = /(?<!`)(`+)(?!`)[^]*?(?<!`)\1(?!`)/g;
const TAG = /<\/?[A-Za-z!?][^<>]*>/g;
/** Code is read as a word that can begin a sentence. */
const CODE_LETTER = 'X';

/** Sentences that were found in blocks which no change has touched since. */
const known = new WeakMap<object, readonly number[]>();

/**
 * Where the sentences of a block start, relative to its start; the first at 0. In code and the like, a line is a sentence;
 * in a table its header and each row.
 */
export function sentenceStartsOfBlock(text: string, block: Block): readonly number[] {
  if (block.kind === 'front matter') return lineStarts(text, block);
  const starts = known.get(block.node) ?? findStarts(text, block);
  known.set(block.node, starts);
  return starts;
}

/** UTF-16 code units of a block from which on only a part of it is read; and around that part, to find its sentences. */
const LONG_BLOCK = 100_000;
const CONTEXT = 4_000;

/** The same where only those between two offsets into the text matter: of a very long block, only that part is read. */
export function sentenceStartsNear(text: string, block: Block, from: number, to: number): readonly number[] {
  if (block.end - block.start < LONG_BLOCK || block.kind === 'table') return sentenceStartsOfBlock(text, block);
  const start = from - CONTEXT <= block.start ? block.start : from - CONTEXT;
  const contentStart = Math.max(start, block.contentStart);
  const part = { ...block, start, contentStart, end: Math.min(block.end, to + CONTEXT) };
  const starts = findStarts(text, part).map((offset) => offset + start - block.start);
  return start > block.start ? starts.slice(1) : starts;
}

function findStarts(text: string, block: Block): readonly number[] {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
    case 'definition':
    case 'rule':
      return inProse(text, block, runsOfWrappedLines);
    case 'indented':
    case 'html':
    case 'comment':
      return inProse(text, block, (lines) => lines.map((_, index) => ({ start: index, end: index + 1 })));
    case 'table':
      return tableParts(text, block);
    default:
      return lineStarts(text, block);
  }
}

/** Starts of lines that are not blank. */
function lineStarts(text: string, { start, end }: Block): number[] {
  let offset = 0;
  return linesOf(text.slice(start, end)).flatMap((line) => {
    const lineStart = offset;
    offset += line.length;
    return line.trim() === '' ? [] : [lineStart];
  });
}

/** Lines of a table that name its columns: the names, and dashes below them. */
const HEADER_LINES = 2;

/** The start of the header, and of each row. */
function tableParts(text: string, block: Block): number[] {
  return [0, ...lineStarts(text, block).slice(HEADER_LINES)];
}

function inProse(text: string, block: Block, runsOf: typeof runsOfWrappedLines): number[] {
  const prose = maskMarks(text.slice(block.start, block.end), block);
  const lines = linesOf(prose);
  if (lines.length === 1) return startsInRun(prose, 0);
  let offset = 0;
  return runsOf(lines).flatMap(({ start, end }) => {
    const run = lines.slice(start, end).join('');
    offset += run.length;
    return startsInRun(run, offset - run.length);
  });
}

/** A run of lines is one text, which starts with its first line. */
function startsInRun(run: string, from: number): number[] {
  if (from > 0 && run.trim() === '') return [];
  const starts = sentenceStartsIn(run.replace(/[\r\n]/g, ' '));
  starts[0] = 0;
  return from === 0 ? starts : starts.map((start) => from + start);
}

/** The lines with their breaks. */
function linesOf(text: string): string[] {
  return text.split(BEHIND_LINE_BREAKS);
}

/** The text of a block with code, tags and the marks of lists and quotations replaced by as many other characters. */
function maskMarks(source: string, { start, contentStart, depth, kind }: Block): string {
  const opening = contentStart - start;
  let prose = opening === 0 ? source : ' '.repeat(opening) + source.slice(opening);
  if (depth > 0) prose = prose.replace(/(?<=\n)[ \t>]+/g, (marks) => ' '.repeat(marks.length));
  if (prose.includes('`')) prose = prose.replace(CODE_SPAN, (code) => code.replace(/[^\n]/g, CODE_LETTER));
  if (kind === 'html') prose = prose.replace(TAG, (tag) => tag.replace(/[^\n]/g, ' '));
  return prose;
}
