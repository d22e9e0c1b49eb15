import type { AttentionMap } from './attentionMap';

/**
 * Max-pools a map in cells of `factor` × `factor`, so that a single large weight stays visible:
 * [ceil(size / factor), ceil(size / factor)].
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
