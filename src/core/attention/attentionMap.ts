/** One of several, counted from 0, or all of them put together: the mean or the largest of their weights. */
export type LayerOrAggregate = number | 'mean' | 'max';

/** A head of a layer. */
export type HeadSelector = LayerOrAggregate;

/** A layer of a model, or attention rollout through all of its layers, which takes the mean of their heads. */
export type LayerSelector = LayerOrAggregate | 'rollout';

/** Weights [size, size], row-major: row = the token that looks, column = the token it looks at. */
export interface AttentionMap {
  readonly size: number;
  readonly weights: Float32Array;
}

/** The `size`² weights of one of `maps`, or of all put together. One is a view of what was given, not a copy. */
export function selectMap(maps: readonly Float32Array[], which: LayerOrAggregate): Float32Array {
  if (typeof which === 'number') return maps[which]!;
  return which === 'mean' ? meanOf(maps) : largestOf(maps);
}

/** Splits weights [count, size, size] into `count` views of [size, size]. */
export function unstack(weights: Float32Array, count: number): Float32Array[] {
  const cells = weights.length / count;
  return Array.from({ length: count }, (_, index) => weights.subarray(index * cells, (index + 1) * cells));
}

function meanOf(maps: readonly Float32Array[]): Float32Array {
  const mean = new Float32Array(maps[0]!.length);
  for (const map of maps) for (let cell = 0; cell < mean.length; cell++) mean[cell]! += map[cell]!;
  for (let cell = 0; cell < mean.length; cell++) mean[cell]! /= maps.length;
  return mean;
}

function largestOf(maps: readonly Float32Array[]): Float32Array {
  const largest = maps[0]!.slice();
  for (const map of maps) {
    for (let cell = 0; cell < largest.length; cell++) if (map[cell]! > largest[cell]!) largest[cell] = map[cell]!;
  }
  return largest;
}

/** How much token `row` looks at token `column`. */
export function weightAt(map: AttentionMap, row: number, column: number): number {
  return map.weights[row * map.size + column]!;
}

/** All weights of a row, as a view. */
export function rowOf(map: AttentionMap, row: number): Float32Array {
  return map.weights.subarray(row * map.size, (row + 1) * map.size);
}

/** The sum of a row: 1 but for rounding, unless heads or layers are put together by their largest weights. */
export function rowSum(map: AttentionMap, row: number): number {
  const [start, end] = [row * map.size, (row + 1) * map.size];
  let sum = 0;
  for (let cell = start; cell < end; cell++) sum += map.weights[cell]!;
  return sum;
}

/** The largest of `weights`, 0 when there are none. */
export function largest(weights: Float32Array): number {
  let most = 0;
  for (const weight of weights) if (weight > most) most = weight;
  return most;
}

/** The `count` columns that a row looks at most, strongest first; none that it does not look at. */
export function strongest(map: AttentionMap, row: number, count: number): number[] {
  const weights = rowOf(map, row);
  const columns = Array.from(weights.keys()).filter((column) => weights[column]! > 0);
  return columns.sort((a, b) => weights[b]! - weights[a]!).slice(0, count);
}

/**
 * The map in cells of `factor` × `factor`, each as strong as the strongest weight in it, so that a lone spike is still
 * seen: [ceil(size / factor), ceil(size / factor)].
 */
export function maxPooled(map: AttentionMap, factor: number): AttentionMap {
  if (factor === 1) return map;
  const size = Math.ceil(map.size / factor);
  const weights = new Float32Array(size * size);
  for (let row = 0; row < map.size; row++) {
    const target = Math.floor(row / factor) * size;
    for (let column = 0; column < map.size; column++) {
      const cell = target + Math.floor(column / factor);
      const weight = map.weights[row * map.size + column]!;
      if (weight > weights[cell]!) weights[cell] = weight;
    }
  }
  return { size, weights };
}
