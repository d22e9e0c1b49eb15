import type { Block } from './textBlocks';
import { sentenceStartsIn } from './sentenceStarts';
import { runsOfWrappedLines } from './wrappedLines';

/** Line breaks, also those that Markdown does not know. */
const LINES = /[^\n\v\f\u0085\u2028\u2029]*(?:[\n\v\f\u0085\u2028\u2029]|$)/g;
const CODE_SPAN = /(?<!`)(`+)(?!`)[^]*?(?<!`)\1(?!`)/g;
const TAG = /<\/?[A-Za-z!?][^<>]*>/g;
/** Code is read as a word that can begin a sentence. */
const CODE_LETTER = 'X';

/** Sentences that were found in blocks which no change has touched since. */
const known = new WeakMap<object, readonly number[]>();

/**
 * Where the sentences of a block start, relative to its start; the first at 0. In code, tables and the like, a line is a
 * sentence.
 */
export function sentenceStartsOfBlock(text: string, block: Block): readonly number[] {
  if (block.kind === 'front matter') return lineStarts(text, block);
  const starts = known.get(block.node) ?? findStarts(text, block);
  known.set(block.node, starts);
  return starts;
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
    default:
      return lineStarts(text, block);
  }
}

/** Starts of lines that are not blank. */
function lineStarts(text: string, { start, end }: Block): number[] {
  const lines = Array.from(text.slice(start, end).matchAll(LINES));
  return lines.filter(({ 0: line }) => line.trim() !== '').map(({ index }) => index);
}

function inProse(text: string, block: Block, runsOf: typeof runsOfWrappedLines): number[] {
  const source = text.slice(block.start, block.end);
  const prose = maskMarks(source, block);
  const lines = Array.from(prose.matchAll(LINES), ({ 0: line, index }) => ({ line, index }));
  return runsOf(lines.map(({ line }) => line.replace(/[\n\v\f\u0085\u2028\u2029]$/, ''))).flatMap(({ start, end }) => {
    const from = lines[start]!.index;
    const run = prose.slice(from, end < lines.length ? lines[end]!.index : prose.length).replace(/[\r\n]/g, ' ');
    const [, ...others] = sentenceStartsIn(run);
    return run.trim() === '' && from > 0 ? [] : [from, ...others.map((offset) => from + offset)];
  });
}

/** The text of a block with code, tags and the marks of lists and quotations replaced by as many other characters. */
function maskMarks(source: string, { start, contentStart, depth, kind }: Block): string {
  const opening = contentStart - start;
  let prose = ' '.repeat(opening) + source.slice(opening);
  if (depth > 0) prose = prose.replace(/(?<=\n)[ \t>]+/g, (marks) => ' '.repeat(marks.length));
  if (prose.includes('`')) prose = prose.replace(CODE_SPAN, (code) => code.replace(/[^\n]/g, CODE_LETTER));
  if (kind === 'html') prose = prose.replace(TAG, (tag) => tag.replace(/[^\n]/g, ' '));
  return prose;
}
