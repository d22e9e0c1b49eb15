import { slidingWindowStart } from './dropOldestTokensInSteps';
import { tokenBefore, type Tokens } from './tokenSpans';

/**
 * The tokens [from, to) of a window of at most `size` tokens around a caret at `offset`. The window moves in steps of
 * a quarter of its size, so that it stays still while the caret moves a little, or the text grows at its end: what was read of
 * it can be used again.
 *
 * @param keepsSize whether the window is as large as it can be at the end of the text, too, where nothing is used again
 */
export function windowAround(
  tokens: Tokens,
  offset: number,
  size: number,
  keepsSize = false,
): { from: number; to: number } {
  const count = tokens.ids.length;
  if (count <= size) return { from: 0, to: count };
  const step = Math.max(1, size >> 2);
  const focus = tokenBefore(tokens, offset);
  const centred = Math.floor((focus - (size >> 1)) / step) * step + step;
  const from = Math.min(Math.max(0, centred), keepsSize ? count - size : slidingWindowStart(count, size));
  return { from, to: Math.min(count, from + size) };
}
