/** Shannon entropy in bits. */
export function entropyOf(probabilities: Float32Array): number {
  return probabilities.reduce((bits, p) => (p > 0 ? bits - p * Math.log2(p) : bits), 0);
}
