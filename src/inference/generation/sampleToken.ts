import { samplingProbabilities, type Sampling } from '../../core/completion/temperatureTopKAndTopP';
import type { TokenScore } from './topTokens';

/**
 * Draws one of `candidates` by the temperature, top-k and top-p of `sampling`.
 *
 * @param candidates likeliest first
 * @param random returns numbers in [0, 1)
 */
export function sampleToken<T extends TokenScore>(
  candidates: readonly T[],
  sampling: Sampling,
  random: () => number,
): T {
  const logProbabilities = candidates.map(({ logProbability }) => logProbability);
  const probabilities = samplingProbabilities(logProbabilities, sampling);
  let remaining = random();
  return candidates.find((_, index) => (remaining -= probabilities[index]!) < 0) ?? candidates[0]!;
}
