import type { LearntPassage } from '../../contracts/completionRequests';

/** Encoding this many UTF-16 code units takes about 20 ms. */
const LONGEST_PIECE = 16_000;

/** Cuts a passage at line breaks into pieces that take a short time to encode; without any, where it is long enough. */
export function piecesOfPassage({ text, line }: LearntPassage): LearntPassage[] {
  const pieces: LearntPassage[] = [];
  for (let start = 0; start < text.length;) {
    const longest = text.slice(start, start + LONGEST_PIECE);
    const isLast = start + longest.length === text.length;
    const lineEnd = isLast ? -1 : longest.lastIndexOf('\n') + 1;
    const piece = lineEnd > 0 ? longest.slice(0, lineEnd) : longest;
    pieces.push({ text: piece, line });
    line += piece.split('\n').length - 1;
    start += piece.length;
  }
  return pieces;
}
