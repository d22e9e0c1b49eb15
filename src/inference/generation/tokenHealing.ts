import { CANDIDATE_RANGE_NATS } from './samplingCandidates';
import { logSumExp, type TokenScore } from './topTokens';

/** A token to continue with after the first `kept` tokens of a piece; its probability is conditional on the piece. */
export interface FirstToken extends TokenScore {
  readonly kept: number;
}

/**
 * The likeliest tokens to continue with when the caret stands within a piece of text, such as “ assist”; likeliest
 * first. The piece's own tokens need not be those of the word it becomes (“ assist” + “ant” is one token, “
 * assistant”), so all tokenizations compete: for every k, the first k tokens of the piece, then one token that covers
 * the rest of it and more.
 *
 * @param logits [piece.length + 1, vocabulary], before each token of the piece and after the last
 * @param piece ids of the piece; none when the caret stands between pieces
 * @param vocabularyBytes bytes of every token, one Latin-1 character per byte
 * @param count how many tokens to return at most
 */
export function healedFirstTokens(
  logits: Float32Array,
  piece: Int32Array,
  vocabularyBytes: readonly string[],
  count: number,
): FirstToken[] {
  // Some models have logits for more tokens than the vocabulary has.
  const size = logits.length / (piece.length + 1);
  const row = (index: number) => logits.subarray(index * size, (index + 1) * size);
  const candidates: FirstToken[] = [];
  let best = -Infinity;
  // Sum of all probabilities relative to the best, which by itself can be too small for a float.
  let total = 0;
  let logPrefix = 0;
  for (let kept = 0; kept <= piece.length; kept++) {
    const rest = Array.from(piece.subarray(kept), (id) => vocabularyBytes[id]!).join('');
    const rowLogits = row(kept);
    const logTotal = logSumExp(rowLogits);
    for (let id = 0; id < size; id++) {
      const bytes = vocabularyBytes[id];
      if (bytes === undefined || !extendsBeyond(bytes, rest)) continue;
      const logProbability = logPrefix + rowLogits[id]! - logTotal;
      total = total * Math.exp(Math.min(0, best - logProbability)) + Math.exp(Math.min(0, logProbability - best));
      best = Math.max(best, logProbability);
      if (logProbability >= best - CANDIDATE_RANGE_NATS) candidates.push({ kept, id, logProbability });
    }
    if (kept < piece.length) logPrefix += rowLogits[piece[kept]!]! - logTotal;
  }
  return candidates
    .sort((a, b) => b.logProbability - a.logProbability)
    .slice(0, count)
    .map((candidate) => ({ ...candidate, logProbability: candidate.logProbability - best - Math.log(total) }));
}

function extendsBeyond(bytes: string, rest: string): boolean {
  return bytes.length > rest.length && bytes.startsWith(rest);
}
