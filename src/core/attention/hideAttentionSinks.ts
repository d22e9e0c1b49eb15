import { rowOf, rowSum, type AttentionMap } from './attentionMap';
import type { Task } from '../models/modelSpec';

/**
 * Marks attention sinks, the tokens on which heads put weight that they do not need: special tokens ([CLS], [SEP],
 * </s>), and the first token of a causal model (Xiao et al. 2023, "Efficient Streaming Language Models with Attention
 * Sinks").
 *
 * @param starts offset of each token, −1 for special tokens
 */
export function sinksOf(starts: ArrayLike<number>, task: Task): boolean[] {
  return Array.from(starts, (start, token) => start < 0 || (task === 'causal' && token === 0));
}

/** Tolerance for the sum of a softmax to count as 1. */
const ROUNDING = 1e-3;

/** Share of each row's weight on sinks, 0 to 1; 0 for a row without weight; [size]. */
export function sinkShares(map: AttentionMap, sinks: readonly boolean[]): Float32Array {
  const columns = sinks.flatMap((isSink, column) => (isSink ? [column] : []));
  return Float32Array.from(sinks, (_, row) => {
    const weights = rowOf(map, row);
    const total = rowSum(map, row);
    return total > 0 ? columns.reduce((sum, column) => sum + weights[column]!, 0) / total : 0;
  });
}

/**
 * Removes the rows and columns of sinks. The other weights of a row are scaled to sum to 1 again, unless the row did
 * not sum to 1 before, as in a 'max' aggregate of heads.
 */
export function withoutSinks(map: AttentionMap, sinks: readonly boolean[]): AttentionMap {
  const tokens = sinks.flatMap((isSink, token) => (isSink ? [] : [token]));
  const weights = new Float32Array(tokens.length * tokens.length);
  tokens.forEach((row, newRow) => {
    const rowWeights = rowOf(map, row);
    const remaining = tokens.reduce((total, column) => total + rowWeights[column]!, 0);
    const isDistribution = Math.abs(rowSum(map, row) - 1) < ROUNDING;
    const scale = isDistribution && remaining > 0 ? 1 / remaining : 1;
    tokens.forEach((column, newColumn) => (weights[newRow * tokens.length + newColumn] = rowWeights[column]! * scale));
  });
  return { size: tokens.length, weights };
}
