import { rowOf, rowSum, type AttentionMap } from './attentionMap';

/** Share of each row's weight on sinks, 0 to 1; 0 for a row without weight; [size]. */
export function sinkShares(map: AttentionMap, sinks: readonly number[]): Float32Array {
  return Float32Array.from({ length: map.size }, (_, row) => {
    const weights = rowOf(map, row);
    const total = rowSum(map, row);
    return total > 0 ? sinks.reduce((sum, column) => sum + weights[column]!, 0) / total : 0;
  });
}
