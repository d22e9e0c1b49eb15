/** A token and the natural logarithm of its probability. */
export interface Choice {
  readonly id: number;
  readonly logProbability: number;
}

/** The likeliest token under softmax(logits). */
export function likeliest(logits: Float32Array): Choice {
  let best = 0;
  for (let id = 1; id < logits.length; id++) {
    if (logits[id]! > logits[best]!) best = id;
  }
  return { id: best, logProbability: logits[best]! - logSumExp(logits) };
}

/** log Σ exp(value), without overflow. */
export function logSumExp(values: ArrayLike<number>): number {
  let largest = -Infinity;
  for (let index = 0; index < values.length; index++) largest = Math.max(largest, values[index]!);
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += Math.exp(values[index]! - largest);
  return largest + Math.log(sum);
}
