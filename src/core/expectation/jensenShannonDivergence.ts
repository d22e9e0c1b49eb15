/**
 * Jensen–Shannon divergence of two distributions over the same outcomes, in bits: 0 for equal distributions, 1 for
 * disjoint ones (Lin 1991, "Divergence Measures Based on the Shannon Entropy"). Probability missing to a sum of 1
 * counts as one more outcome, so for partly known distributions the result is a lower bound.
 *
 * @param p probabilities [outcomes], sum at most 1
 * @param q likewise
 */
export function divergenceOf(p: ArrayLike<number>, q: ArrayLike<number>): number {
  let bits = 0;
  let [restOfP, restOfQ] = [1, 1];
  for (let outcome = 0; outcome < p.length; outcome++) {
    bits += contribution(p[outcome]!, q[outcome]!);
    restOfP -= p[outcome]!;
    restOfQ -= q[outcome]!;
  }
  return Math.min(1, Math.max(0, bits + contribution(Math.max(0, restOfP), Math.max(0, restOfQ))));
}

/** Contribution of an outcome with probabilities `p` and `q`. */
function contribution(p: number, q: number): number {
  const mean = (p + q) / 2;
  const term = (probability: number) => (probability === 0 ? 0 : (probability / 2) * Math.log2(probability / mean));
  return term(p) + term(q);
}
