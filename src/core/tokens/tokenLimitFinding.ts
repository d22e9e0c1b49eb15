import type { Span } from '../text/span';

/** A warning or error about a text's length, and the part of the text that it concerns. */
export interface BudgetFinding {
  readonly severity: 'warning' | 'error';
  readonly span: Span;
  readonly message: string;
}

/** Whether an entry of leftContext.budget.counters is well formed: it names a model and a limit in tokens. */
export function isCounter(entry: object): entry is { readonly model: string; readonly limit: number } {
  const { model, limit } = entry as { readonly model?: unknown; readonly limit?: unknown };
  return typeof model === 'string' && Number.isSafeInteger(limit) && (limit as number) >= 1;
}

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

/**
 * The finding for a text that is over its limit or close to it; undefined when there is enough room.
 *
 * @param end UTF-16 offset of the end of the text
 * @param label name of the model in messages
 * @param warnFrom share of the limit from which to warn, 0 to 1
 */
export function budgetFinding(
  count: TokenCount,
  end: number,
  label: string,
  warnFrom: number,
): BudgetFinding | undefined {
  if (!count.at) return undefined;
  if (count.count > count.limit) return overLimit(count, { start: count.at.start, end }, label);
  return count.count >= count.limit * warnFrom ? nearLimit(count, count.at, label) : undefined;
}

function overLimit({ count, limit }: TokenCount, span: Span, label: string): BudgetFinding {
  const unread = `${plural(count - limit, 'token')} (${plural(span.end - span.start, 'character')})`;
  return {
    severity: 'error',
    span,
    message:
      `${label} stops reading here: ${limit.toLocaleString('en')} tokens are its limit, and it does not see the last ` +
      `${unread}. Shorten, trim or split the prompt.`,
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
