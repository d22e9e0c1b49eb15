/** What followed the end of a context where it occurs. */
export interface MemoryMatch {
  /** How many tokens of the context are the same. */
  readonly length: number;
  /** How often they occur. */
  readonly count: number;
  /** By token that followed: how often, as a share of all. */
  readonly shares: ReadonlyMap<number, number>;
  /** The token that followed most often. */
  readonly likeliest: number;
  /** Share of the occurrences in the folder of the text that is being written. */
  readonly near: number;
  /** Whether they occur in the context itself. */
  readonly isOwn: boolean;
}

/** Counts the tokens that followed, of which there is at least one. */
export function sharesOf(next: readonly number[]): Pick<MemoryMatch, 'count' | 'shares' | 'likeliest'> {
  const shares = new Map<number, number>();
  for (const id of next) shares.set(id, (shares.get(id) ?? 0) + 1 / next.length);
  const [likeliest] = [...shares].reduce((best, each) => (each[1] > best[1] ? each : best));
  return { count: next.length, shares, likeliest };
}
