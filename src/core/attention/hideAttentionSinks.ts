import { rowOf, rowSum, type AttentionMap } from './attentionMap';

/** Tolerance for the sum of a softmax to count as 1. */
const ROUNDING = 1e-3;

/**
 * Removes the rows and columns of sinks. The other weights of a row are scaled to sum to 1 again, unless the row did
 * not sum to 1 before, as in a 'max' aggregate of heads.
 */
export function withoutSinks(map: AttentionMap, sinks: readonly number[]): AttentionMap {
  const tokens = [...Array(map.size).keys()].filter((token) => !sinks.includes(token));
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
