import { CANDIDATE_RANGE_NATS } from './samplingCandidates';
import { sumOfExp } from './sumOfExp';

/** A token and the natural logarithm of its probability. */
export interface TokenScore {
  readonly id: number;
  readonly logProbability: number;
}

/** The likeliest token under softmax(logits). */
export function topToken(logits: Float32Array): TokenScore {
  let best = 0;
  for (let id = 1; id < logits.length; id++) {
    if (logits[id]! > logits[best]!) best = id;
  }
  return { id: best, logProbability: -Math.log(sumOfExp(logits, logits[best]!)) };
}

/** The `count` likeliest tokens under softmax(logits), likeliest first; fewer when others are out of range. */
export function topTokens(logits: Float32Array, count: number): TokenScore[] {
  const total = logSumExp(logits);
  const best = logits.reduce((a, b) => Math.max(a, b));
  const candidates: TokenScore[] = [];
  for (let id = 0; id < logits.length; id++) {
    if (logits[id]! >= best - CANDIDATE_RANGE_NATS) candidates.push({ id, logProbability: logits[id]! - total });
  }
  return candidates.sort((a, b) => b.logProbability - a.logProbability).slice(0, count);
}

/** log Σ exp(value), without overflow. */
export function logSumExp(values: Float32Array | Float64Array): number {
  let largest = -Infinity;
  for (let index = 0; index < values.length; index++) {
    if (values[index]! > largest) largest = values[index]!;
  }
  return largest + Math.log(sumOfExp(values, largest));
}
