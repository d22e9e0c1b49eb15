/** One head of one layer, counted from 0, or the mean of a layer's heads. */
export type Head = number | 'mean';

/** Weights [size, size], row-major: row = the token that looks, column = the token it looks at. Rows sum to 1. */
export interface AttentionMap {
  readonly size: number;
  readonly weights: Float32Array;
}

/** One head's map out of a layer's weights [heads, size, size]; a view, not a copy, unless heads are averaged. */
export function headOf(layer: Float32Array, heads: number, size: number, head: Head): AttentionMap {
  const cells = size * size;
  if (head !== 'mean') return { size, weights: layer.subarray(head * cells, (head + 1) * cells) };
  const mean = new Float32Array(cells);
  for (let cell = 0; cell < cells; cell++) {
    let sum = 0;
    for (let one = 0; one < heads; one++) sum += layer[one * cells + cell]!;
    mean[cell] = sum / heads;
  }
  return { size, weights: mean };
}

/** How much token `row` looks at token `column`. */
export function weightAt(map: AttentionMap, row: number, column: number): number {
  return map.weights[row * map.size + column]!;
}

/** The sum of a row: 1 but for rounding. */
export function rowSum(map: AttentionMap, row: number): number {
  let sum = 0;
  for (let column = 0; column < map.size; column++) sum += weightAt(map, row, column);
  return sum;
}

/** The largest weight of the map. */
export function largest(map: AttentionMap): number {
  return map.weights.reduce((most, weight) => Math.max(most, weight), 0);
}

/** The `count` columns a row looks at most, strongest first. */
export function strongest(map: AttentionMap, row: number, count: number): number[] {
  const columns = Array.from({ length: map.size }, (_, column) => column);
  columns.sort((a, b) => weightAt(map, row, b) - weightAt(map, row, a));
  return columns.slice(0, count);
}
