import type { Span } from '../../core/text/span';
import type { TokenCount } from '../../core/tokens/countAgainstLimit';
import type { BudgetCounter } from './budgetFromDirectiveOrSettings';
import type { DocumentCount } from './countVisiblePrompts';

/** A document, or a part that has the limit for itself, and its count by one counter. Offsets refer to the document. */
export interface CountedSpan extends Span {
  readonly counter: BudgetCounter;
  readonly count: TokenCount;
}

/** The parts of a document, or the document as a whole, by the counter with this index. */
export function countedSpans({ budget, counts, parts, length }: DocumentCount, index: number): CountedSpan[] {
  const counter = budget.counters[index]!;
  if (parts.length === 0) return [{ start: 0, end: length, counter, count: counts[index]! }];
  return parts.map(({ start, end, counts: own }) => ({ start, end, counter, count: own[index]! }));
}

/** What lies past a counter's limit: the spans whose count exceeds it, from the first token that is not read. */
export function spansPastLimit(count: DocumentCount, index: number): CountedSpan[] {
  return countedSpans(count, index)
    .filter(({ count: { count: tokens, limit, at } }) => tokens > limit && at !== undefined)
    .map((span) => ({ ...span, start: span.count.at!.start }));
}
