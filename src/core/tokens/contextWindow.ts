import { countBelow } from '../text/countBelow';
import type { Span } from '../text/span';
import { tokenBefore, type Tokens } from './tokenSpans';

/** UTF-16 code units that tokens of prose seldom exceed on average, so a text of that many per token fills a window. */
const CODE_UNITS_PER_TOKEN = 12;

/** Maximum tokens of the context window of a causal model, even if the model could read more. */
export const MAX_CONTEXT_TOKENS = 1024;

/**
 * The text left of `caret` that can fill the context window of a causal model. Its start moves in steps, so that typing
 * mostly appends to it; it never splits a surrogate pair.
 *
 * @param contextLength tokens that the model reads
 */
export function leftContext(text: string, caret: number, contextLength: number): string {
  return text.slice(withoutSplitPair(text, leftContextStart(caret, contextLength)), caret);
}

/** Where `leftContext` starts, except that it may split a surrogate pair. */
export function leftContextStart(caret: number, contextLength: number): number {
  const step = contextLength * CODE_UNITS_PER_TOKEN;
  return Math.max(0, Math.floor(caret / step) - 1) * step;
}

/**
 * The text around `caret` that can fill a window of `size` tokens, and its offset in the whole text. Its ends move in
 * steps, so that small caret moves give the same text.
 */
export function textAround(text: string, caret: number, size: number): { start: number; text: string } {
  const step = size * CODE_UNITS_PER_TOKEN;
  const block = Math.floor(caret / step);
  const start = withoutSplitPair(text, Math.max(0, (block - 1) * step));
  const end = withoutSplitPair(text, Math.min(text.length, (block + 2) * step));
  return { start, text: text.slice(start, end) };
}

/**
 * The tokens [from, to) of a window of at most `size` tokens around a caret at `offset`. The window moves in steps of
 * a quarter of its size, so that it stays still while the caret moves a little.
 */
export function windowAround(tokens: Tokens, offset: number, size: number): { from: number; to: number } {
  const count = tokens.ids.length;
  if (count <= size) return { from: 0, to: count };
  const step = Math.max(1, size >> 2);
  const focus = tokenBefore(tokens, offset);
  const centred = Math.floor((focus - (size >> 1)) / step) * step + step;
  const from = Math.min(Math.max(0, centred), count - size);
  return { from, to: from + size };
}

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

/** The tokens [from, to) that overlap `span`. */
export function tokensIn(tokens: Tokens, { start, end }: Span): { from: number; to: number } {
  const from = countBelow(tokens.ends, start + 1);
  return { from, to: Math.max(from, countBelow(tokens.starts, end)) };
}

/**
 * Index of the first token of a window of at most `size` tokens at the end of a text of `count` tokens. The window
 * moves in steps of a quarter of its size, so that the key/value cache of its start stays valid while the text grows.
 */
export function slidingWindowStart(count: number, size: number): number {
  const step = Math.max(1, size >> 2);
  return Math.ceil(Math.max(0, count - size) / step) * step;
}

/** Moves an offset that is inside a surrogate pair to the start of the pair. */
function withoutSplitPair(text: string, offset: number): number {
  const isInPair = isLowSurrogate(text.charCodeAt(offset)) && isHighSurrogate(text.charCodeAt(offset - 1));
  return isInPair ? offset - 1 : offset;
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}
