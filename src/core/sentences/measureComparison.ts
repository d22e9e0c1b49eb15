import type { Tokens } from '../tokens/tokenSpans';
import type { Answer } from './answers';
import { comparisonOf, type Comparison, type MeasuredVariants, type PlannedComparison } from './comparison';

/** What a comparison asks of the models: a part of `Inference` in the contracts. `Signal` is AbortSignal, unknown in core. */
interface Models<Signal> {
  variantEffects(
    request: {
      readonly model: string;
      readonly text: string;
      readonly variants: readonly string[];
      readonly answers: readonly string[];
      readonly through: 'automatic' | 'plain text';
    },
    signal: Signal,
    onProgress?: (share: number) => void,
  ): Promise<MeasuredVariants>;
  tokenize(request: { readonly model: string; readonly text: string }, signal: Signal): Promise<Tokens>;
}

/** How two versions are to be compared. */
interface ComparisonOptions {
  /** Id of a causal model. */
  readonly model: string;
  readonly answers: readonly Answer[];
  /** `automatic` is through the model's chat template if it has one. */
  readonly through: 'automatic' | 'plain text';
}

/**
 * Lets a model read both versions, and the new one with each change taken back. Rejects as `Inference.variantEffects` does.
 *
 * @param onProgress receives the share that is done, 0 to 1
 */
export async function measureComparison<Signal>(
  models: Models<Signal>,
  { model, answers, through }: ComparisonOptions,
  plan: PlannedComparison,
  signal: Signal,
  onProgress?: (share: number) => void,
): Promise<Comparison> {
  const { then, now, variants } = plan;
  const request = { model, text: now.text, variants, answers: answers.map(({ text }) => text), through };
  const measured = await models.variantEffects(request, signal, onProgress);
  const tokens = {
    then: await models.tokenize({ model, text: then.text }, signal),
    now: await models.tokenize({ model, text: now.text }, signal),
  };
  const names = answers.map(({ name }) => name);
  return comparisonOf(plan, names, measured, tokens);
}
