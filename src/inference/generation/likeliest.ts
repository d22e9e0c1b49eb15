/** A token and the natural logarithm of its probability. */
export interface Choice {
  readonly id: number;
  readonly logProbability: number;
}

/** The likeliest token under softmax(logits), among the `allowed` ones where given. */
export function likeliest(logits: Float32Array, allowed: (id: number) => boolean = () => true): Choice {
  let best = -1;
  let sum = 0;
  // Softmax in one pass: the sum is kept relative to the largest logit seen so far.
  for (let id = 0; id < logits.length; id++) {
    if (!allowed(id)) continue;
    const logit = logits[id]!;
    if (best < 0 || logit > logits[best]!) {
      sum = best < 0 ? 1 : sum * Math.exp(logits[best]! - logit) + 1;
      best = id;
    } else {
      sum += Math.exp(logit - logits[best]!);
    }
  }
  return { id: best, logProbability: -Math.log(sum) };
}
