/**
 * Minimum of each shading level, in bits beyond what the model expected at a word. By the model's own expectation, the levels
 * mean the same for a small and a large model.
 */
export const LEVEL_BITS: readonly number[] = [8, 10, 12, 14, 16];

/** The share of a text's words that can be shaded. */
const SHADED_SHARE = 0.1;

/**
 * Shading levels of a text's words, 1 to 5 by their bits beyond expectation; 0 for no shading. At most a tenth is shaded: in a
 * language or a subject that the model does not know, every word surprises it.
 */
export function surpriseLevels(excess: readonly number[]): number[] {
  const shaded = Math.ceil(SHADED_SHARE * excess.length);
  const least = excess.toSorted((a, b) => b - a)[shaded - 1] ?? 0;
  return excess.map((each) => (each < least ? 0 : LEVEL_BITS.filter((minimum) => each >= minimum).length));
}
