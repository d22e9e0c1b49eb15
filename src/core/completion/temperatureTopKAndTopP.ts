/** How a token is sampled from the model's distribution. */
export interface Sampling {
  /** 0 takes the likeliest token; 1 samples from the distribution unchanged. */
  readonly temperature: number;
  /** Samples among this many of the likeliest tokens. */
  readonly topK: number;
  /** Samples among the fewest likeliest tokens that together have this probability. */
  readonly topP: number;
}

/**
 * How many of the likeliest tokens can be sampled: top-k and top-p (Holtzman et al. 2020) cut off the tail of the
 * distribution before the temperature changes it.
 *
 * @param logProbabilities natural logarithms, likeliest first; tokens that are left out count as probability 0
 */
export function candidateCount(logProbabilities: ArrayLike<number>, { temperature, topK, topP }: Sampling): number {
  const max = Math.min(logProbabilities.length, temperature === 0 ? 1 : topK);
  let total = 0;
  for (let index = 0; index < max; index++) {
    total += Math.exp(logProbabilities[index]!);
    // topP 1 excludes no token, although rounding can make the sum reach 1 before the last one.
    if (topP < 1 && total >= topP) return index + 1;
  }
  return max;
}

/**
 * The probability with which each token is sampled [tokens]. Tokens that cannot be sampled have 0.
 *
 * @param logProbabilities natural logarithms, likeliest first
 */
export function samplingProbabilities(logProbabilities: ArrayLike<number>, sampling: Sampling): Float32Array {
  const probabilities = new Float32Array(logProbabilities.length);
  const count = candidateCount(logProbabilities, sampling);
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
