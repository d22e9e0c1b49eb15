/** Tokens at the start of a window within a longer text that are read but not measured: their context is cut off. */
const MIN_CONTEXT_TOKENS = 32;

/** The first of a window's tokens [from, to) that is measured. */
export function firstMeasuredToken(from: number, to: number): number {
  return from === 0 ? 0 : Math.min(from + MIN_CONTEXT_TOKENS, to);
}
