/** Student's t for 19 of 20 values in both directions, by degrees of freedom, from 1 on. */
const T = [12.71, 4.3, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23];

/**
 * What 19 of 20 values stay below that come from where `samples` come from, in size: the prediction interval of a normal
 * distribution around 0 whose variance is estimated from them.
 *
 * @param samples changes that mean nothing, in bits [1 to 10]
 */
export function noiseOf(samples: readonly number[]): number {
  const count = samples.length;
  const squares = samples.reduce((sum, sample) => sum + sample ** 2, 0);
  return T[Math.min(count, T.length) - 1]! * Math.sqrt((squares / count) * (1 + 1 / count));
}

/** Whether a change is more than noise, for any answer. Both are in bits [answers]. */
export function isMoreThanNoise(bits: ArrayLike<number>, noise: ArrayLike<number>): boolean {
  return Array.from(bits).some((each, answer) => Math.abs(each) > noise[answer]!);
}
