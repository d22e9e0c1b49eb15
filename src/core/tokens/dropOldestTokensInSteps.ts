/**
 * Index of the first token of a window of at most `size` tokens at the end of a text of `count` tokens. The window
 * moves in steps of a quarter of its size, so that the key/value cache of its start stays valid while the text grows.
 */
export function slidingWindowStart(count: number, size: number): number {
  const step = Math.max(1, size >> 2);
  return Math.ceil(Math.max(0, count - size) / step) * step;
}
