import type { Sampling } from '../../contracts/inference';
import type { Choice } from './likeliest';

/**
 * Draws one of `choices`, likeliest first, as `sampling` says: top-k and top-p (Holtzman et al. 2020) leave the head of
 * the distribution, the temperature flattens or sharpens it. At temperature 0 the likeliest is taken.
 *
 * @param random numbers in [0, 1)
 */
export function sample<T extends Choice>(choices: readonly T[], sampling: Sampling, random: () => number): T {
  if (sampling.temperature === 0) return choices[0]!;
  const head = nucleus(choices.slice(0, sampling.topK), sampling.topP);
  const weights = head.map(({ logProbability }) =>
    Math.exp((logProbability - head[0]!.logProbability) / sampling.temperature),
  );
  let left = random() * weights.reduce((a, b) => a + b);
  return head.find((_, index) => (left -= weights[index]!) < 0) ?? head[0]!;
}

/** The fewest of the likeliest choices that together have the probability `share`. */
function nucleus<T extends Choice>(choices: readonly T[], share: number): readonly T[] {
  let total = 0;
  const last = choices.findIndex(({ logProbability }) => (total += Math.exp(logProbability)) >= share);
  return last < 0 ? choices : choices.slice(0, last + 1);
}
