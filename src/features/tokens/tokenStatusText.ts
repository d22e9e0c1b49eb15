import type { TokenCount } from '../../core/tokens/countAgainstLimit';
import { formatCount } from '../shared/formatNumbers';
import type { BudgetCounter } from './budgetFromDirectiveOrSettings';

/** A counter's result for the status bar: “BERT 480/512”, “o200k_base 1,210”, “Claude about 1,500”. */
export function counterText(counter: BudgetCounter, count: TokenCount & { readonly problem?: string }): string {
  if (count.problem) return `${counter.name} ?`;
  const limit = Number.isFinite(count.limit) ? `/${formatCount(count.limit)}` : '';
  return `${counter.name} ${tokensText(counter, count.count)}${limit}`;
}

/** A number of tokens by a counter. Where the tokenizer is not public, it is rounded to two digits and called “about”. */
export function tokensText({ factor }: Pick<BudgetCounter, 'factor'>, tokens: number): string {
  if (factor === undefined) return formatCount(tokens);
  return `about ${formatCount(Number(Math.round(tokens * factor).toPrecision(2)))}`;
}
