import { rowOf, type AttentionMap } from './attention';
import type { Task } from './models';

/**
 * Tokens on which heads rest the weight that they have no use for: special tokens ([CLS], [SEP]), and the first token of
 * a causal model (Xiao et al. 2023, "Efficient Streaming Language Models with Attention Sinks").
 *
 * @param starts offset of each token, −1 for special tokens
 */
export function sinksOf(starts: ArrayLike<number>, task: Task): boolean[] {
  return Array.from(starts, (start, token) => start < 0 || (task === 'causal' && token === 0));
}

/** The share of each row's weight that rests on sinks, 0 to 1; [size]. */
export function sinkShares(map: AttentionMap, sinks: readonly boolean[]): Float32Array {
  const columns = sinks.flatMap((isSink, column) => (isSink ? [column] : []));
  return Float32Array.from(sinks, (_, row) => {
    const weights = rowOf(map, row);
    return columns.reduce((sum, column) => sum + weights[column]!, 0);
  });
}

/** The map without the rows and columns of sinks, each row's other weights scaled to the sum that it had with them. */
export function withoutSinks(map: AttentionMap, sinks: readonly boolean[]): AttentionMap {
  const kept = sinks.flatMap((isSink, token) => (isSink ? [] : [token]));
  const weights = new Float32Array(kept.length * kept.length);
  kept.forEach((row, newRow) => {
    const all = rowOf(map, row);
    const sum = all.reduce((total, weight) => total + weight, 0);
    const remaining = kept.reduce((total, column) => total + all[column]!, 0);
    const scale = remaining > 0 ? sum / remaining : 0;
    kept.forEach((column, newColumn) => (weights[newRow * kept.length + newColumn] = all[column]! * scale));
  });
  return { size: kept.length, weights };
}
