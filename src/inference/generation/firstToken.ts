import { logSumExp } from './likeliest';

/** A token to go on with after the first `kept` tokens of a piece. */
export interface FirstToken {
  readonly kept: number;
  readonly id: number;
  /** Natural logarithm of its probability, given that the piece stands there. */
  readonly logProbability: number;
}

/**
 * The likeliest token to go on with when the writer is amid a piece of text, such as “ assist”. The piece's own tokens
 * need not be those of the word it will become (“ assist” + “ant” is one token, “ assistant”), so each way to read it
 * competes: its first k tokens, then one token that covers the rest of the piece and goes beyond it, for every k.
 *
 * @param logits [piece.length + 1, vocabulary], what the model expects before each token of the piece and behind it
 * @param piece ids of the piece, none when the writer is between pieces
 * @param vocabularyBytes bytes of every token, one Latin-1 character a byte
 */
export function firstToken(logits: Float32Array, piece: Int32Array, vocabularyBytes: readonly string[]): FirstToken {
  const size = vocabularyBytes.length;
  const row = (index: number) => logits.subarray(index * size, (index + 1) * size);
  let best: FirstToken = { kept: 0, id: -1, logProbability: -Infinity };
  const readings: number[] = [];
  let logPrefix = 0;
  for (let kept = 0; kept <= piece.length; kept++) {
    const rest = Array.from(piece.subarray(kept), (id) => vocabularyBytes[id]!).join('');
    const expected = row(kept);
    const logTotal = logSumExp(expected);
    for (let id = 0; id < size; id++) {
      const bytes = vocabularyBytes[id];
      if (bytes === undefined || !goesBeyond(bytes, rest)) continue;
      const logProbability = logPrefix + expected[id]! - logTotal;
      readings.push(logProbability);
      if (logProbability > best.logProbability) best = { kept, id, logProbability };
    }
    if (kept < piece.length) logPrefix += expected[piece[kept]!]! - logTotal;
  }
  const logAll = logSumExp(Float64Array.from(readings));
  return { ...best, logProbability: best.logProbability - logAll };
}

function goesBeyond(bytes: string, rest: string): boolean {
  return bytes.length > rest.length && bytes.startsWith(rest);
}
