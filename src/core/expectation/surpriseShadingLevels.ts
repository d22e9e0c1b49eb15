/**
 * Minimum surprise of each shading level, in bits: as likely as one of 32, 128, 512, 2,048 and 8,192. An ordinary token
 * takes about 5 bits in a small model, so what lies below is not worth shading.
 */
export const LEVEL_BITS: readonly number[] = [5, 7, 9, 11, 13];

/** Shading level of a token with this surprise, 1 to 5; 0 for no shading. */
export function surpriseLevel(bits: number): number {
  return LEVEL_BITS.filter((minimum) => bits >= minimum).length;
}
