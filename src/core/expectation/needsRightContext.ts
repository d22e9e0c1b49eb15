import type { Span } from '../text/span';

/** Minimum surprise from the left for a word to count as unexpected, in bits: as likely as one of 256. */
export const MIN_LEFT_BITS = 8;
/** Maximum surprise from both sides for a word to count as expected, in bits: as likely as one of 16. */
export const MAX_BOTH_BITS = 4;
/** Minimum difference of the two, in bits: how much the right context must explain. */
const MIN_EXPLAINED_BITS = 5;

/** A word's surprise from the left context alone, and from both sides. */
export interface WordBits extends Span {
  readonly leftBits: number;
  readonly bothBits: number;
}

/** Whether a word makes sense only with its right context: unexpected from the left, expected from both sides. */
export function needsRightContext({ leftBits, bothBits }: WordBits): boolean {
  return leftBits >= MIN_LEFT_BITS && bothBits <= MAX_BOTH_BITS && leftBits - bothBits >= MIN_EXPLAINED_BITS;
}
