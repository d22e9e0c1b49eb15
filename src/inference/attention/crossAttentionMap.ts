/**
 * Cross-attention weights [heads, generated, read] as square maps [heads, size, size], size = read + generated: rows
 * and columns are the input's tokens, then the generated ones. Only rows of generated tokens have weights, and only in
 * columns of the input.
 */
export function crossAttentionMap(weights: Float32Array, heads: number, generated: number, read: number): Float32Array {
  const size = read + generated;
  const maps = new Float32Array(heads * size * size);
  for (let head = 0; head < heads; head++) {
    for (let row = 0; row < generated; row++) {
      const from = (head * generated + row) * read;
      maps.set(weights.subarray(from, from + read), (head * size + read + row) * size);
    }
  }
  return maps;
}
