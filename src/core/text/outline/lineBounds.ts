import { countBelow } from '../countOffsetsBelow';

/** A text and the UTF-16 offsets at which its lines start. */
export interface Lines {
  readonly text: string;
  readonly lineStarts: readonly number[];
}

/** Offsets at which the lines of a text start. A line feed ends a line. */
export function lineStartsOf(text: string): number[] {
  return [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)];
}

/** Offset of the line break that ends the line at `offset`; the text's length on the last line. */
export function endOfLine({ text, lineStarts }: Lines, offset: number): number {
  const next = lineStarts[countBelow(lineStarts, offset + 1)];
  return next === undefined ? text.length : next - 1;
}

/** Offset at which the line of `offset` starts. */
export function startOfLine({ lineStarts }: Lines, offset: number): number {
  return lineStarts[Math.max(0, countBelow(lineStarts, offset + 1) - 1)]!;
}
