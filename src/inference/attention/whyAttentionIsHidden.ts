import type { Graph } from '../models/openedGraph';

/** Says why the attention of a graph cannot be shown, and which models to choose. */
export function attentionHidden({ fused }: Graph, label: string): string {
  const reason = fused
    ? `its graph computes it in one operation (${fused}), which does not output the weights`
    : 'its graph has no softmax that Left Context knows';
  return (
    `The attention of ${label} cannot be shown: ${reason}. All else works with it. Choose a model exported without ` +
    'fused attention, such as the embedded ones, Xenova/distilgpt2 or Xenova/bert-base-uncased.'
  );
}
