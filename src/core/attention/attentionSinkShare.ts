import { rowOf, rowSum, type AttentionMap } from './attentionMap';

/** Share of each row's weight on sinks, 0 to 1; 0 for a row without weight; [size]. */
export function sinkShares(map: AttentionMap, sinks: readonly boolean[]): Float32Array {
  const columns = sinks.flatMap((isSink, column) => (isSink ? [column] : []));
  return Float32Array.from(sinks, (_, row) => {
    const weights = rowOf(map, row);
    const total = rowSum(map, row);
    return total > 0 ? columns.reduce((sum, column) => sum + weights[column]!, 0) / total : 0;
  });
}
