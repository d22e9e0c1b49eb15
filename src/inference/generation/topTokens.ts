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

/** How much less likely than the likeliest, in nats, a token may be to count as a choice at all. */
export const REACH = 12;

/** The `count` likeliest tokens under softmax(logits), likeliest first, those out of reach left out. */
export function topTokens(logits: Float32Array, count: number): TokenScore[] {
  const total = logSumExp(logits);
  const best = logits.reduce((a, b) => Math.max(a, b));
  const choices: TokenScore[] = [];
  for (let id = 0; id < logits.length; id++) {
    if (logits[id]! >= best - REACH) choices.push({ id, logProbability: logits[id]! - total });
  }
  return choices.sort((a, b) => b.logProbability - a.logProbability).slice(0, count);
}

/** log Σ exp(value), without overflow. */
export function logSumExp(values: Float32Array): number {
  let largest = -Infinity;
  for (let index = 0; index < values.length; index++) {
    if (values[index]! > largest) largest = values[index]!;
  }
  return largest + Math.log(sumOfExp(values, largest));
}
