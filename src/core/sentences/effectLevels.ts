/** How many times the noise an effect has at least, for each level of shading. */
const LEVELS: readonly number[] = [1, 2, 4, 8];

/** How many levels of shading there are, for either direction. */
export const EFFECT_LEVELS = LEVELS.length;

/**
 * How strongly a part is shaded: 0 for no more than noise, 1 to 4 where answers are less likely without it, and −1 to −4 where they
 * are likelier. The answer that it changes most decides.
 *
 * @param noise as SentenceEffects.noise, for each of `bits`
 */
export function effectLevel(bits: ArrayLike<number>, noise: ArrayLike<number>): number {
  const ratios = Array.from(bits, (each, answer) => each / Math.max(noise[answer]!, Number.EPSILON));
  const strongest = ratios.reduce((most, each) => (Math.abs(each) > Math.abs(most) ? each : most), 0);
  const level = LEVELS.filter((least) => Math.abs(strongest) > least).length;
  return Math.sign(strongest) * level;
}
