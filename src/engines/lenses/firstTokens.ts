import type { TopToken } from '../engine';

/** A way to begin a continuation at the caret, where an unfinished piece of text stands before it. */
export interface FirstToken {
  /** What it adds behind the caret. */
  readonly text: string;
  /** Natural logarithm of its probability among the listed tokens that agree with the piece. */
  readonly logProbability: number;
}

/**
 * The tokens that an engine lists in place of an unfinished piece, such as “ assist”, and that agree with it, such as “ assistant”;
 * likeliest first. The piece's own tokens need not be those of the word that it becomes.
 *
 * @param top what could stand in place of the piece
 */
export function firstTokensBehind(piece: string, top: readonly TopToken[]): FirstToken[] {
  const isWhole = ({ text }: TopToken) => text !== '' && !text.includes('\ufffd');
  const agreeing = top.filter(
    (token) => isWhole(token) && (token.text.startsWith(piece) || piece.startsWith(token.text)),
  );
  const total = Math.log(agreeing.reduce((sum, { logProbability }) => sum + Math.exp(logProbability), 0));
  return agreeing
    .filter(({ text }) => text.startsWith(piece))
    .map(({ text, logProbability }) => ({ text: text.slice(piece.length), logProbability: logProbability - total }));
}
