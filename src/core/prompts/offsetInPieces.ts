import type { Span } from '../text/span';

/** Where a character of a text is in the document whose pieces are that text; behind the last piece at the end. */
export function offsetInPieces(pieces: readonly Span[], offset: number): number {
  let before = 0;
  for (const { start, end } of pieces) {
    if (offset < before + end - start) return start + offset - before;
    before += end - start;
  }
  return pieces.at(-1)?.end ?? 0;
}
