import type { Span } from '../text/span';

/** Something to tell the writer about a place in the text. */
export interface BudgetFinding {
  readonly severity: 'warning' | 'error';
  readonly span: Span;
  readonly message: string;
}

/** Whether an entry of leftContext.budget.counters names a model and a limit, as package.json asks for. */
export function isCounter(entry: object): entry is { readonly model: string; readonly limit: number } {
  const { model, limit } = entry as { readonly model?: unknown; readonly limit?: unknown };
  return typeof model === 'string' && Number.isSafeInteger(limit) && (limit as number) >= 1;
}

/** The tokens of a text, special ones not included. */
export interface CountableTokens {
  readonly tokens: number;
  spanOf(index: number): Span;
}

/** A text's tokens held against a limit, Infinity when there is none; both include the special ones. */
export interface TokenCount {
  readonly count: number;
  readonly limit: number;
  /** How many special tokens there are. */
  readonly specialTokens: number;
  /** The last token, or the first one that is not read; undefined when the text has none. */
  readonly at: Span | undefined;
}

export function countAgainst(limit: number, text: CountableTokens, specialTokens: number): TokenCount {
  const count = text.tokens + specialTokens;
  const read = Math.max(0, limit - specialTokens);
  const at = text.tokens === 0 ? undefined : text.spanOf(Math.min(read, text.tokens - 1));
  return { count, limit, specialTokens, at };
}

/**
 * What is wrong with a text that ends at offset `end`; undefined while there is room.
 *
 * @param label name of the model in messages
 * @param warnFrom share of the limit from which on to warn, 0 to 1
 */
export function budgetFinding(
  count: TokenCount,
  end: number,
  label: string,
  warnFrom: number,
): BudgetFinding | undefined {
  if (!count.at) return undefined;
  if (count.count > count.limit) return overLimit(count, count.at.start, end, label);
  return count.count >= count.limit * warnFrom ? nearLimit(count, count.at, label) : undefined;
}

function overLimit({ count, limit }: TokenCount, start: number, end: number, label: string): BudgetFinding {
  return {
    severity: 'error',
    span: { start, end },
    message:
      `${label} stops reading here: ${limit.toLocaleString('en')} tokens are its limit, and the last ` +
      `${plural(count - limit, 'token')} (${plural(end - start, 'character')}) are never seen.`,
  };
}

function nearLimit({ count, limit }: TokenCount, span: Span, label: string): BudgetFinding {
  const room = plural(limit - count, 'more token');
  return {
    severity: 'warning',
    span,
    message: `${label} reads ${limit.toLocaleString('en')} tokens; there is room for ${room}.`,
  };
}

function plural(count: number, one: string): string {
  return `${count.toLocaleString('en')} ${one}${count === 1 ? '' : 's'}`;
}
