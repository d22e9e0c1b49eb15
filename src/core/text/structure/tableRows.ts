import type { Span } from '../span';
import type { Block } from './textBlocks';

/** Lines of a table that name its columns: the names, and dashes below them. */
const HEADER_LINES = 2;

/** The header of a table, as whole lines. */
export function tableHeader(text: string, { start, end }: Block): Span {
  return { start, end: lineStartsOf(text, start, end)[HEADER_LINES] ?? end };
}

/** The rows of a table below its header, as whole lines. */
export function tableRows(text: string, { start, end }: Block): Span[] {
  const lines = lineStartsOf(text, start, end);
  return lines.slice(HEADER_LINES).map((line, index, rows) => ({ start: line, end: rows[index + 1] ?? end }));
}

function lineStartsOf(text: string, start: number, end: number): number[] {
  return [start, ...Array.from(text.slice(start, end - 1).matchAll(/\n/g), ({ index }) => start + index + 1)];
}
