import { countBelow } from '../text/boundaries';
import type { Span } from '../text/span';
import { tokenBefore, type Tokens } from './tokens';

/**
 * The longest text worth sending to a model that reads `contextLength` tokens: few tokens of prose are longer than
 * this many UTF-16 code units on average.
 */
const CODE_UNITS_PER_TOKEN = 12;

/** Tokens of the longest context window that a causal model is given. */
export const LONGEST_CONTEXT = 1024;

/**
 * The end of `text` left of `caret` that can matter to a causal model; never splits a surrogate pair. Its beginning
 * moves in steps, so that typing on only adds to it.
 */
export function leftContext(text: string, caret: number, contextLength: number): string {
  return text.slice(withoutSplitPair(text, leftContextStart(caret, contextLength)), caret);
}

/** Where `leftContext` begins, a surrogate pair apart. */
export function leftContextStart(caret: number, contextLength: number): number {
  const step = contextLength * CODE_UNITS_PER_TOKEN;
  return Math.max(0, Math.floor(caret / step) - 1) * step;
}

/**
 * The text around `caret` that can hold a window of `size` tokens, and where it starts in the whole. Its ends move in
 * steps, so that a moving caret asks for the same text again.
 */
export function textAround(text: string, caret: number, size: number): { start: number; text: string } {
  const step = size * CODE_UNITS_PER_TOKEN;
  const block = Math.floor(caret / step);
  const start = withoutSplitPair(text, Math.max(0, (block - 1) * step));
  const end = withoutSplitPair(text, Math.min(text.length, (block + 2) * step));
  return { start, text: text.slice(start, end) };
}

/**
 * Which tokens [from, to) a window of at most `size` shows for a caret at `offset`. The window moves in steps of a
 * quarter of its size, so that it rests while the caret moves about in it.
 */
export function windowAround(tokens: Tokens, offset: number, size: number): { from: number; to: number } {
  const count = tokens.ids.length;
  if (count <= size) return { from: 0, to: count };
  const step = Math.max(1, size >> 2);
  const focus = tokenBefore(tokens, offset);
  const wanted = Math.floor((focus - (size >> 1)) / step) * step + step;
  const from = Math.min(Math.max(0, wanted), count - size);
  return { from, to: from + size };
}

/**
 * The part of a text, around `offset`, that several models show together: at most `sizes[model]` tokens of each. The
 * windows of all hold the caret's token, so they overlap there.
 *
 * @param texts the same text as each model reads it
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

/** Which tokens [from, to) share text with `span`. */
export function tokensIn(tokens: Tokens, { start, end }: Span): { from: number; to: number } {
  const from = countBelow(tokens.ends, start + 1);
  return { from, to: Math.max(from, countBelow(tokens.starts, end)) };
}

/**
 * The first of `count` tokens that a window of at most `size` still shows when it ends with the last. It slides in
 * steps of a quarter of the window, so that what was computed for its beginning stays good while one writes on.
 */
export function firstOfWindow(count: number, size: number): number {
  const step = Math.max(1, size >> 2);
  return Math.ceil(Math.max(0, count - size) / step) * step;
}

function withoutSplitPair(text: string, offset: number): number {
  const splits = isLowSurrogate(text.charCodeAt(offset)) && isHighSurrogate(text.charCodeAt(offset - 1));
  return splits ? offset - 1 : offset;
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}
