import type { Boundary } from '../text/wordSentenceAndHeadingBoundaries';

/**
 * Boundaries to end a segment at, best first, each with the share of the segment that must be used before it: a good
 * boundary is worth some unused room.
 */
export const END_BOUNDARIES: readonly (readonly [boundary: Exclude<Boundary, 'token'>, leastUsed: number])[] = [
  ['heading', 0.5],
  ['paragraph', 0.5],
  ['item', 0.25],
  ['sentence', 0.25],
  ['word', 0],
];
