import type { Inference } from '../../contracts/inference';
import { openAiEncodings } from '../../core/models/defaultTokenLimit';
import type { TokenCount } from '../../core/tokens/countAgainstLimit';
import { MAX_CONTEXT_TOKENS } from '../../core/tokens/maxContextTokens';
import { howMuchIsReadAtOnce } from '../../core/tokens/howMuchIsReadAtOnce';
import type { BudgetCounter } from './budgetFromDirectiveOrSettings';

/**
 * Says of each counted model that could read the whole text here how much of it ghost text and lenses give it, as the count
 * would suggest that it reads all.
 */
export async function windowOfLensesNotes(
  counters: readonly BudgetCounter[],
  counts: readonly TokenCount[],
  inference: Inference,
  signal: AbortSignal,
): Promise<string[]> {
  const isLong = (index: number) => counts[index]!.count > MAX_CONTEXT_TOKENS;
  // A model that is only counted for has the tokenizer of another one.
  const isHere = ({ id, model }: BudgetCounter) => id === model && !openAiEncodings.includes(model);
  const local = counters.filter((counter, index) => isLong(index) && isHere(counter));
  const notes = local.map(async ({ model, name }) => {
    // A model that cannot be described is reported where it is used.
    const spec = await inference.describe({ model }, signal).catch(() => undefined);
    if (spec?.task !== 'causal') return [];
    const { contextLength } = spec;
    const isCut = (contextLength ?? Infinity) > MAX_CONTEXT_TOKENS;
    return isCut ? [`Ghost text and lenses: ${howMuchIsReadAtOnce(name, contextLength)}`] : [];
  });
  return (await Promise.all(notes)).flat();
}
