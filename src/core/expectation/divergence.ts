/**
 * Jensen–Shannon divergence of two distributions over the same outcomes, in bits: 0 when they are the same, 1 when they
 * have nothing in common (Lin 1991, "Divergence Measures Based on the Shannon Entropy"). What is missing of either to a sum
 * of 1 is one more outcome, so of distributions that are known in part the result is a lower bound.
 *
 * @param p probabilities [outcomes], together at most 1; `q` likewise
 */
export function divergenceOf(p: ArrayLike<number>, q: ArrayLike<number>): number {
  let bits = 0;
  let [restOfP, restOfQ] = [1, 1];
  for (let outcome = 0; outcome < p.length; outcome++) {
    bits += share(p[outcome]!, q[outcome]!);
    restOfP -= p[outcome]!;
    restOfQ -= q[outcome]!;
  }
  return Math.min(1, Math.max(0, bits + share(Math.max(0, restOfP), Math.max(0, restOfQ))));
}

/** What an outcome of probability `p` and `q` adds. */
function share(p: number, q: number): number {
  const mean = (p + q) / 2;
  const part = (each: number) => (each === 0 ? 0 : (each / 2) * Math.log2(each / mean));
  return part(p) + part(q);
}
