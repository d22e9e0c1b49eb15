/** What followed the end of a context where it occurs. */
export interface MemoryMatch {
  /** How many tokens of the context are the same. */
  readonly length: number;
  /** How often they occur. A place that is less like the context than the most alike one counts as a part of an occurrence. */
  readonly count: number;
  /** By token that followed: how often, as a share of all. */
  readonly shares: ReadonlyMap<number, number>;
  /** The token that followed most often. */
  readonly likeliest: number;
  /** Different tokens that followed, as a share of the occurrences: 1 where each was followed by another. */
  readonly variety: number;
  /** Share of the occurrences in the folder of the text that is being written. */
  readonly near: number;
  /** The likeness of the most alike place, 0 to 1 (`likenessOfPlaces`). */
  readonly likeness: number;
  /** Whether they occur in the context itself. */
  readonly isOwn: boolean;
}

/** A place that is more like the context by a tenth counts three times as much. */
const SHARPNESS = 12;

/**
 * Counts the tokens that followed, of which there is at least one.
 *
 * @param likenesses of the places, 0 to 1; all alike without them
 */
export function countNext(
  next: readonly number[],
  likenesses: readonly number[] = next.map(() => 0),
): Pick<MemoryMatch, 'count' | 'shares' | 'likeliest' | 'variety' | 'likeness'> {
  const likeness = Math.max(...likenesses);
  const weights = likenesses.map((each) => Math.exp(SHARPNESS * (each - likeness)));
  const count = weights.reduce((sum, weight) => sum + weight, 0);
  const shares = new Map<number, number>();
  for (const [index, id] of next.entries()) shares.set(id, (shares.get(id) ?? 0) + weights[index]! / count);
  const [likeliest] = [...shares].reduce((best, each) => (each[1] > best[1] ? each : best));
  return { count, shares, likeliest, variety: shares.size / next.length, likeness };
}
