import type { Span } from '../text/span';

/** Bits from which on a word surprises who reads from the left: as expected as one of 256. */
export const MIN_LEFT_BITS = 8;
/** Bits that a word may take when both sides are seen, for it to make sense there: as one of 16. */
const MOST_BOTH_BITS = 4;
/** How many bits what comes later must explain. */
const LEAST_EXPLAINED = 5;

/** A word, and the bits of surprise it takes from the left and with both sides seen. */
export interface WordBits extends Span {
  readonly left: number;
  readonly both: number;
}

/** Whether a word makes sense only with what comes later: unexpected from the left, expected from both sides. */
export function needsRightContext({ left, both }: WordBits): boolean {
  return left >= MIN_LEFT_BITS && both <= MOST_BOTH_BITS && left - both >= LEAST_EXPLAINED;
}
