/**
 * Minimum surprise of each shading level, in bits: as likely as one of 1,024, 4,096, 16,384, 65,536 and 262,144. A word
 * takes 6 to 8 bits on average in a small model, so what lies below is not worth shading.
 */
export const LEVEL_BITS: readonly number[] = [10, 12, 14, 16, 18];

/** The share of a text's words that can be shaded. */
const SHADED_SHARE = 0.1;

/**
 * Shading levels of a text's words, 1 to 5 by their surprise in bits; 0 for no shading. Only the most surprising tenth is
 * shaded: in a language or a subject that the model does not know, every word surprises it.
 */
export function surpriseLevels(bits: readonly number[]): number[] {
  const shaded = Math.ceil(SHADED_SHARE * bits.length);
  const least = bits.toSorted((a, b) => b - a)[shaded - 1] ?? 0;
  return bits.map((each) => (each < least ? 0 : LEVEL_BITS.filter((minimum) => each >= minimum).length));
}
