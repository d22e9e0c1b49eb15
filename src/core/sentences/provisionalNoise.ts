/** How many times the usual effect passes for more than noise, before the noise is known. */
const TIMES_USUAL = 4;
/** Bits that pass for noise where hardly anything is known. */
const LEAST = 0.5;

/**
 * What passes for noise as long as it has not been measured: a few times what most parts change, since most parts of a prompt
 * change little.
 *
 * @param effects [parts][answers], in bits
 */
export function provisionalNoise(effects: readonly ArrayLike<number>[], answers: number): number[] {
  return Array.from({ length: answers }, (_, answer) => {
    const sizes = effects.map((bits) => Math.abs(bits[answer]!)).sort((a, b) => a - b);
    return Math.max(LEAST, TIMES_USUAL * (sizes[sizes.length >> 1] ?? 0));
  });
}
