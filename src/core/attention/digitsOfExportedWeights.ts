/** Weights as numbers of at most 9 significant digits, which is enough to read back the same float32. */
export function exactWeights(weights: Float32Array): number[] {
  return Array.from(weights, (weight) => Number(weight.toPrecision(9)));
}
