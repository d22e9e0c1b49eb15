import type { Span } from '../text/span';
import type { Tokens } from './tokenSpans';
import { windowAround } from './centreWindowOnCaret';

/**
 * The part of a text around `offset` that every one of several models can read. Each model's own window contains the
 * token at the caret, so the windows overlap there.
 *
 * @param texts the tokens of the text, by model
 * @param sizes maximum tokens of the window, by model
 */
export function commonWindow(texts: readonly Tokens[], offset: number, sizes: readonly number[]): Span {
  const spans = texts.map((tokens, model) => {
    const { from, to } = windowAround(tokens, offset, sizes[model]!);
    const end = to === tokens.ids.length ? Infinity : tokens.ends[to - 1]!;
    return { start: from === 0 ? 0 : tokens.starts[from]!, end };
  });
  return {
    start: Math.max(...spans.map(({ start }) => start)),
    end: Math.min(...spans.map(({ end }) => end)),
  };
}
