import { maxPooled, rowOf, rowSum, weightAt, type AttentionMap } from './attentionMap';

/** What a head does, each the mean over the tokens that can do it. Shares are of a token's weight, 0 to 1. */
export interface HeadSummary {
  /** How widely a token spreads its weight, in bits: 0 on one token, log2(size) evenly over all. */
  readonly entropy: number;
  /** Share on sinks. */
  readonly sink: number;
  /** Share on the token before. */
  readonly previous: number;
  /** Share on the token after. */
  readonly next: number;
  /** Share on other places of the same token. */
  readonly same: number;
  /** Share on what came after earlier places of the same token (Olsson et al. 2022, "induction heads"). */
  readonly induction: number;
}

export const SUMMARY_KEYS = ['entropy', 'sink', 'previous', 'next', 'same', 'induction'] as const;

/** Which tokens are sinks, and which other tokens each token's id stands at, ascending. */
export interface HeadContext {
  readonly sinks: readonly boolean[];
  readonly same: readonly (readonly number[])[];
}

/** For each of `ids`, the other places of the same id. */
export function samePlaces(ids: ArrayLike<number>): number[][] {
  const places = new Map<number, number[]>();
  Array.from(ids).forEach((id, token) => places.set(id, [...(places.get(id) ?? []), token]));
  return Array.from(ids, (id, token) => places.get(id)!.filter((place) => place !== token));
}

/** Summarises a head's map. */
export function summaryOf(map: AttentionMap, { sinks, same }: HeadContext): HeadSummary {
  // In a map of cross-attention, what is read does not look at anything.
  const rows = Array.from(sinks.keys()).filter((row) => rowSum(map, row) > 0);
  const sinkColumns = sinks.flatMap((isSink, column) => (isSink ? [column] : []));
  const share = (columnsOf: (row: number) => readonly number[]) => {
    const able = rows.filter((row) => columnsOf(row).length > 0);
    const sums = able.map((row) => columnsOf(row).reduce((sum, column) => sum + weightAt(map, row, column), 0));
    return mean(sums);
  };
  const within = (column: number) => (column >= 0 && column < map.size ? [column] : []);
  return {
    entropy: mean(rows.map((row) => entropy(rowOf(map, row)))),
    sink: share(() => sinkColumns),
    previous: share((row) => within(row - 1)),
    next: share((row) => within(row + 1)),
    same: share((row) => same[row]!),
    induction: share((row) => same[row]!.filter((place) => place + 1 < row).map((place) => place + 1)),
  };
}

/** A picture of a map: at most `side`² weights as bytes round(255·√weight), pooled by the largest. */
export function thumbnailOf(map: AttentionMap, side: number): Uint8Array {
  const { weights } = maxPooled(map, Math.ceil(map.size / side));
  return Uint8Array.from(weights, (weight) => Math.round(255 * Math.sqrt(weight)));
}

/** Width and height of `thumbnailOf` a map of `size`. */
export function thumbnailSide(size: number, side: number): number {
  return Math.ceil(size / Math.ceil(size / side));
}

function entropy(weights: Float32Array): number {
  let sum = 0;
  for (const weight of weights) if (weight > 0) sum -= weight * Math.log2(weight);
  return sum;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
