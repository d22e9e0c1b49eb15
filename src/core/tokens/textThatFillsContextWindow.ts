/** UTF-16 code units that tokens of prose seldom exceed on average, so a text of that many per token fills a window. */
const CODE_UNITS_PER_TOKEN = 12;

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
