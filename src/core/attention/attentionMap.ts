/** Index of one map in a list, from 0, or an aggregate of all: the mean or the maximum of their weights. */
export type LayerOrAggregate = number | 'mean' | 'max';

/** A head of a layer, or an aggregate of the layer's heads. */
export type HeadSelector = LayerOrAggregate;

/** A layer, an aggregate of all layers, or attention rollout through all layers, which uses the mean of their heads. */
export type LayerSelector = LayerOrAggregate | 'rollout';

/** Attention weights [size, size], row-major: row = the token that attends, column = the token it attends to. */
export interface AttentionMap {
  readonly size: number;
  readonly weights: Float32Array;
}

/** Splits weights [count, size, size] into `count` views of [size, size]. */
export function unstack(weights: Float32Array, count: number): Float32Array[] {
  const cells = weights.length / count;
  return Array.from({ length: count }, (_, index) => weights.subarray(index * cells, (index + 1) * cells));
}

/** Weight with which token `row` attends to token `column`. */
export function weightAt(map: AttentionMap, row: number, column: number): number {
  return map.weights[row * map.size + column]!;
}

/** All weights of a row, as a view. */
export function rowOf(map: AttentionMap, row: number): Float32Array {
  return map.weights.subarray(row * map.size, (row + 1) * map.size);
}

/** Sum of a row's weights: 1 up to rounding, except where 'max' aggregates heads or layers. */
export function rowSum(map: AttentionMap, row: number): number {
  const [start, end] = [row * map.size, (row + 1) * map.size];
  let sum = 0;
  for (let cell = start; cell < end; cell++) sum += map.weights[cell]!;
  return sum;
}

/** The largest of `weights`; 0 when there are none. */
export function largest(weights: Float32Array): number {
  let maximum = 0;
  for (const weight of weights) if (weight > maximum) maximum = weight;
  return maximum;
}

/** The `count` columns with the largest weights of a row, largest first; columns of weight 0 are left out. */
export function strongest(map: AttentionMap, row: number, count: number): number[] {
  const weights = rowOf(map, row);
  const columns = Array.from(weights.keys()).filter((column) => weights[column]! > 0);
  return columns.sort((a, b) => weights[b]! - weights[a]!).slice(0, count);
}
