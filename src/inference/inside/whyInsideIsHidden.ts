import type { LoadedModel } from '../models/loadedModel';

/** Says why the values inside a model cannot be shown, and which models to choose. */
export function valuesHidden({ spec, fused }: LoadedModel): string {
  const reason = fused
    ? `its graph computes attention in one operation (${fused})`
    : 'its graph is built in a way that Left Context does not know';
  return (
    `What is inside ${spec.label} cannot be shown: ${reason}. All else works with it. Choose a model exported ` +
    'without that, such as the embedded ones or Xenova/bert-base-uncased.'
  );
}
