import type { Scalar } from 'yaml';
import type { Span } from '../text/span';

/** The text of a YAML scalar, its source in the document, and the parts of the document that it consists of. */
export interface ScalarText {
  readonly text: string;
  readonly span: Span;
  /** Undefined where the text is no sequence of parts of the document: folded lines, escaped characters. */
  readonly pieces?: readonly Span[];
}

/** The text of a scalar that is a string, in UTF-16 offsets of its document. */
export function textOfYamlScalar(document: string, value: string, { range, type }: Scalar): ScalarText | undefined {
  if (!range) return undefined;
  const [start, end] = range;
  if (type === 'BLOCK_LITERAL' || type === 'BLOCK_FOLDED') return textOfBlock(document, value, start, end);
  const quote = type === 'PLAIN' ? 0 : 1;
  const span = { start: start + quote, end: end - quote };
  return document.slice(span.start, span.end) === value ? { text: value, span, pieces: [span] } : { text: value, span };
}

/** A block starts below the line with `|` or `>`, and its lines are indented. */
function textOfBlock(document: string, value: string, start: number, end: number): ScalarText | undefined {
  const span = { start: document.indexOf('\n', start) + 1, end };
  if (span.start === 0 || span.start > end) return undefined;
  // A last line without a line break has none in PyYAML either; our parser adds one.
  const unfinished = end === document.length && !document.endsWith('\n');
  const text = unfinished && value.endsWith('\n') ? value.slice(0, -1) : value;
  const pieces = piecesOfLines(document, span, indentationOf(document, span, text), text.length);
  const put = pieces.map((piece) => document.slice(piece.start, piece.end)).join('');
  return put === text ? { text, span, pieces } : { text, span };
}

/** The first line that is not blank shows how many columns are no part of the text. */
function indentationOf(document: string, span: Span, text: string): number {
  const isWritten = (line: string) => line.trim() !== '';
  const source = document.slice(span.start, span.end).split(/\r?\n/).find(isWritten) ?? '';
  const read = text.split('\n').find(isWritten) ?? '';
  return Math.max(0, source.length - read.length);
}

/** The lines of a span without their indentation and carriage returns, until they have `length` UTF-16 units. */
function piecesOfLines(document: string, { start, end }: Span, indentation: number, length: number): Span[] {
  const pieces: Span[] = [];
  let missing = length;
  const add = (from: number, to: number) => {
    const piece = { start: from, end: Math.min(to, from + missing) };
    if (piece.end <= piece.start) return;
    missing -= piece.end - piece.start;
    const last = pieces.at(-1);
    if (last?.end === piece.start) pieces[pieces.length - 1] = { start: last.start, end: piece.end };
    else pieces.push(piece);
  };
  for (let lineStart = start; lineStart < end && missing > 0;) {
    const lineBreak = document.indexOf('\n', lineStart);
    const lineEnd = lineBreak < 0 || lineBreak >= end ? end : lineBreak;
    const contentEnd = document[lineEnd - 1] === '\r' ? lineEnd - 1 : lineEnd;
    add(Math.min(lineStart + indentation, contentEnd), contentEnd);
    if (lineEnd < end) add(lineEnd, lineEnd + 1);
    lineStart = lineEnd + 1;
  }
  return pieces;
}
