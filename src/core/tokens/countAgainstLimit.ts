import type { Span } from '../text/span';

/** The tokens of a text, without special tokens. */
export interface CountableTokens {
  readonly textTokenCount: number;
  /** The span of token `index`. */
  spanOf(index: number): Span;
}

/** How many tokens a text has, and how many a model reads. */
export interface TokenCount {
  /** Includes special tokens. */
  readonly count: number;
  /** Includes special tokens; Infinity when there is no limit. */
  readonly limit: number;
  readonly specialTokens: number;
  /** The first token that the model does not read, else the last token; undefined when the text has no tokens. */
  readonly at: Span | undefined;
}

/** Compares the tokens of a text with a limit. */
export function countAgainstLimit(limit: number, text: CountableTokens, specialTokens: number): TokenCount {
  const count = text.textTokenCount + specialTokens;
  const readable = Math.max(0, limit - specialTokens);
  const at = text.textTokenCount === 0 ? undefined : text.spanOf(Math.min(readable, text.textTokenCount - 1));
  return { count, limit, specialTokens, at };
}
