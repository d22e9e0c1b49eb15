/** Fewest and most tokens that a map of attention is over; the bounds of the setting attention.windowTokens, too. */
export const MIN_WINDOW_TOKENS = 8;
export const MAX_WINDOW_TOKENS = 512;

/** Whether a value can be the size of a window, in tokens. */
export function isWindowSize(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= MIN_WINDOW_TOKENS && Number(value) <= MAX_WINDOW_TOKENS;
}

/** The sizes to choose from, in tokens, smallest first: the powers of two, and the present one. */
export function windowSizes(present: number): number[] {
  const sizes = new Set([present]);
  for (let size = MIN_WINDOW_TOKENS; size <= MAX_WINDOW_TOKENS; size *= 2) sizes.add(size);
  return [...sizes].sort((a, b) => a - b);
}
