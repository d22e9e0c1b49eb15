import { logSumExp, REACH, type TokenScore } from './topTokens';

/** A token to go on with after the first `kept` tokens of a piece; its probability given that the piece stands there. */
export interface FirstToken extends TokenScore {
  readonly kept: number;
}

/**
 * The likeliest tokens to go on with when the writer is amid a piece of text, such as “ assist”, likeliest first. The
 * piece's own tokens need not be those of the word it will become (“ assist” + “ant” is one token, “ assistant”), so
 * each way to read it competes: its first k tokens, then one token that covers the rest of the piece and goes beyond
 * it, for every k.
 *
 * @param logits [piece.length + 1, vocabulary], what the model expects before each token of the piece and behind it
 * @param piece ids of the piece, none when the writer is between pieces
 * @param vocabularyBytes bytes of every token, one Latin-1 character a byte
 * @param count how many are wanted
 */
export function healedFirstTokens(
  logits: Float32Array,
  piece: Int32Array,
  vocabularyBytes: readonly string[],
  count: number,
): FirstToken[] {
  // Some models have rows for more tokens than there are.
  const size = logits.length / (piece.length + 1);
  const row = (index: number) => logits.subarray(index * size, (index + 1) * size);
  const readings: FirstToken[] = [];
  let best = -Infinity;
  // Of all probabilities, in units of the best, which may be too small for a float.
  let total = 0;
  let logPrefix = 0;
  for (let kept = 0; kept <= piece.length; kept++) {
    const rest = Array.from(piece.subarray(kept), (id) => vocabularyBytes[id]!).join('');
    const expected = row(kept);
    const logTotal = logSumExp(expected);
    for (let id = 0; id < size; id++) {
      const bytes = vocabularyBytes[id];
      if (bytes === undefined || !goesBeyond(bytes, rest)) continue;
      const logProbability = logPrefix + expected[id]! - logTotal;
      total = total * Math.exp(Math.min(0, best - logProbability)) + Math.exp(Math.min(0, logProbability - best));
      best = Math.max(best, logProbability);
      if (logProbability >= best - REACH) readings.push({ kept, id, logProbability });
    }
    if (kept < piece.length) logPrefix += expected[piece[kept]!]! - logTotal;
  }
  return readings
    .sort((a, b) => b.logProbability - a.logProbability)
    .slice(0, count)
    .map((reading) => ({ ...reading, logProbability: reading.logProbability - best - Math.log(total) }));
}

function goesBeyond(bytes: string, rest: string): boolean {
  return bytes.length > rest.length && bytes.startsWith(rest);
}
