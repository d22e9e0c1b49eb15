/**
 * Weights [heads, written, read] of cross-attention as maps [heads, read + written, read + written] over what was read
 * and then written: only the rows of what was written have any, and only in the columns of what was read.
 */
export function crossAttentionMap(weights: Float32Array, heads: number, written: number, read: number): Float32Array {
  const size = read + written;
  const maps = new Float32Array(heads * size * size);
  for (let head = 0; head < heads; head++) {
    for (let row = 0; row < written; row++) {
      const from = (head * written + row) * read;
      maps.set(weights.subarray(from, from + read), (head * size + read + row) * size);
    }
  }
  return maps;
}
