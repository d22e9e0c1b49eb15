import { samplingProbabilities, type Sampling } from '../../core/completion/sampling';
import type { TokenScore } from './topTokens';

/**
 * Draws one of `choices`, likeliest first, as `sampling` says.
 *
 * @param random numbers in [0, 1)
 */
export function sampleToken<T extends TokenScore>(choices: readonly T[], sampling: Sampling, random: () => number): T {
  const logProbabilities = choices.map(({ logProbability }) => logProbability);
  const probabilities = samplingProbabilities(logProbabilities, sampling);
  let left = random();
  return choices.find((_, index) => (left -= probabilities[index]!) < 0) ?? choices[0]!;
}
