import { rowOf, rowSum, type AttentionMap } from './attentionMap';
import type { Task } from '../models/modelSpec';

/**
 * Tokens on which heads rest the weight that they have no use for: special tokens ([CLS], [SEP], </s>), and the first token of
 * a causal model (Xiao et al. 2023, "Efficient Streaming Language Models with Attention Sinks").
 *
 * @param starts offset of each token, −1 for special tokens
 */
export function sinksOf(starts: ArrayLike<number>, task: Task): boolean[] {
  return Array.from(starts, (start, token) => start < 0 || (task === 'causal' && token === 0));
}

/** How far from 1 the sum of a softmax may be. */
const ROUNDING = 1e-3;

/** The share of each row's weight that rests on sinks, 0 to 1; 0 for a row without weight; [size]. */
export function sinkShares(map: AttentionMap, sinks: readonly boolean[]): Float32Array {
  const columns = sinks.flatMap((isSink, column) => (isSink ? [column] : []));
  return Float32Array.from(sinks, (_, row) => {
    const weights = rowOf(map, row);
    const all = rowSum(map, row);
    return all > 0 ? columns.reduce((sum, column) => sum + weights[column]!, 0) / all : 0;
  });
}

/**
 * The map without the rows and columns of sinks. The other weights of a row are scaled so that they sum to 1 again; rows
 * that did not, as those of the largest weights of several heads, stay as they are.
 */
export function withoutSinks(map: AttentionMap, sinks: readonly boolean[]): AttentionMap {
  const kept = sinks.flatMap((isSink, token) => (isSink ? [] : [token]));
  const weights = new Float32Array(kept.length * kept.length);
  kept.forEach((row, newRow) => {
    const all = rowOf(map, row);
    const remaining = kept.reduce((total, column) => total + all[column]!, 0);
    const isDistribution = Math.abs(rowSum(map, row) - 1) < ROUNDING;
    const scale = isDistribution && remaining > 0 ? 1 / remaining : 1;
    kept.forEach((column, newColumn) => (weights[newRow * kept.length + newColumn] = all[column]! * scale));
  });
  return { size: kept.length, weights };
}
