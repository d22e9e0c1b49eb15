import { drawn, type Sampling } from '../../core/sampling';
import type { Choice } from './likeliest';

/**
 * Draws one of `choices`, likeliest first, as `sampling` says.
 *
 * @param random numbers in [0, 1)
 */
export function sample<T extends Choice>(choices: readonly T[], sampling: Sampling, random: () => number): T {
  const logProbabilities = choices.map(({ logProbability }) => logProbability);
  const probabilities = drawn(logProbabilities, sampling);
  let left = random();
  return choices.find((_, index) => (left -= probabilities[index]!) < 0) ?? choices[0]!;
}
