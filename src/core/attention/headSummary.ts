import { rowOf, rowSum, weightAt, type AttentionMap } from './attentionMap';

/**
 * What a head attends to. Each number is the mean over the tokens to which it applies; shares are of a token's weight,
 * 0 to 1.
 */
export interface HeadSummary {
  /** Entropy of a token's weights in bits: 0 when all is on one token, log2(size) when evenly spread. */
  readonly entropy: number;
  /** Share on attention sinks. */
  readonly sink: number;
  /** Share on the preceding token. */
  readonly previous: number;
  /** Share on the following token. */
  readonly next: number;
  /** Share on other occurrences of the same token. */
  readonly same: number;
  /** Share on tokens that followed earlier occurrences of the same token (Olsson et al. 2022, "induction heads"). */
  readonly induction: number;
}

/** What a summary needs to know of the tokens. */
export interface HeadContext {
  /** Indices of the attention sinks. */
  readonly sinks: readonly number[];
  /** For each token, other places of each token's id, ascending. */
  readonly sameToken: readonly (readonly number[])[];
}

/** For each of `ids`, the indices of its other occurrences, ascending. */
export function otherOccurrences(ids: ArrayLike<number>): number[][] {
  const places = new Map<number, number[]>();
  Array.from(ids).forEach((id, token) => places.set(id, [...(places.get(id) ?? []), token]));
  return Array.from(ids, (id, token) => places.get(id)!.filter((place) => place !== token));
}

/** Summarizes a head's map. */
export function summaryOf(map: AttentionMap, { sinks, sameToken }: HeadContext): HeadSummary {
  // In a map of cross-attention, the rows of the input are empty.
  const rows = [...Array(map.size).keys()].filter((row) => rowSum(map, row) > 0);
  const share = (columnsOf: (row: number) => readonly number[]) => {
    const applicable = rows.filter((row) => columnsOf(row).length > 0);
    const sums = applicable.map((row) => columnsOf(row).reduce((sum, column) => sum + weightAt(map, row, column), 0));
    return mean(sums);
  };
  const within = (column: number) => (column >= 0 && column < map.size ? [column] : []);
  return {
    entropy: mean(rows.map((row) => entropy(rowOf(map, row)))),
    sink: share(() => sinks),
    previous: share((row) => within(row - 1)),
    next: share((row) => within(row + 1)),
    same: share((row) => sameToken[row]!),
    induction: share((row) => sameToken[row]!.filter((place) => place + 1 < row).map((place) => place + 1)),
  };
}

function entropy(weights: Float32Array): number {
  let sum = 0;
  for (const weight of weights) if (weight > 0) sum -= weight * Math.log2(weight);
  return sum;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
