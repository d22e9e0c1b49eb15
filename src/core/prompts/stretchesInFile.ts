import type { Span } from '../text/span';

/** A span of a text that its file spells letter for letter. Offsets are in UTF-16 units. */
export interface Stretch extends Span {
  /** Where it starts in the file. */
  readonly inFile: number;
}

/** The stretches of a text that consists of these parts of its file. */
export function stretchesOf(parts: readonly Span[]): Stretch[] {
  let start = 0;
  return parts.map((part) => {
    const stretch = { start, end: start + part.end - part.start, inFile: part.start };
    start = stretch.end;
    return stretch;
  });
}

/** The offset in the file of an offset into the text. What the file spells otherwise is where the stretch before it ends. */
export function offsetInFile(stretches: readonly Stretch[], offset: number): number {
  const stretch = stretches.findLast(({ start }) => start <= offset) ?? stretches[0];
  if (!stretch) return 0;
  return stretch.inFile + Math.max(0, Math.min(offset, stretch.end) - stretch.start);
}

/** The offset into the text of an offset in the file: the next one of the text, where the file has something else. */
export function offsetInText(stretches: readonly Stretch[], offset: number): number {
  const stretch = stretches.find(({ start, end, inFile }) => offset < inFile + end - start) ?? stretches.at(-1);
  if (!stretch) return 0;
  return Math.min(stretch.end, stretch.start + Math.max(0, offset - stretch.inFile));
}
