/** How a token is drawn from the model's distribution. */
export interface Sampling {
  /** 0 takes the likeliest token; 1 draws from the distribution as it is. */
  readonly temperature: number;
  /** Draws among this many of the likeliest tokens. */
  readonly topK: number;
  /** Draws among the likeliest tokens that together have this probability. */
  readonly topP: number;
}

/**
 * How many of the likeliest tokens can be drawn at all: top-k and top-p (Holtzman et al. 2020) leave the head of the
 * distribution as the model gives it.
 *
 * @param logProbabilities natural logarithms, likeliest first; those left out count as nothing
 */
export function drawable(logProbabilities: ArrayLike<number>, { temperature, topK, topP }: Sampling): number {
  const most = Math.min(logProbabilities.length, temperature === 0 ? 1 : topK);
  let total = 0;
  for (let index = 0; index < most; index++) {
    total += Math.exp(logProbabilities[index]!);
    // All of them may sum to 1 before the last, by rounding.
    if (topP < 1 && total >= topP) return index + 1;
  }
  return most;
}

/** With what probability each token is drawn [tokens]: the temperature flattens or sharpens what the head has left. */
export function drawn(logProbabilities: ArrayLike<number>, sampling: Sampling): Float32Array {
  const probabilities = new Float32Array(logProbabilities.length);
  const count = drawable(logProbabilities, sampling);
  if (sampling.temperature === 0) {
    probabilities.fill(1, 0, count);
    return probabilities;
  }
  let total = 0;
  for (let index = 0; index < count; index++) {
    const weight = Math.exp((logProbabilities[index]! - logProbabilities[0]!) / sampling.temperature);
    probabilities[index] = weight;
    total += weight;
  }
  return probabilities.map((weight) => weight / total);
}

/** Shannon's entropy in bits. */
export function entropyOf(probabilities: Float32Array): number {
  return probabilities.reduce((bits, p) => (p > 0 ? bits - p * Math.log2(p) : bits), 0);
}
