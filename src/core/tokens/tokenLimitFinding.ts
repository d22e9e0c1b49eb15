import type { Span } from '../text/span';
import type { TokenCount } from './countAgainstLimit';

/** A warning or error about a text's length, and the part of the text that it concerns. */
export interface BudgetFinding {
  readonly severity: 'warning' | 'error';
  readonly span: Span;
  readonly message: string;
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
