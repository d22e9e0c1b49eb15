import type { LoadedModel } from '../models/loadedModel';

/** The id of a model's mask token. Throws when the model has no masked-language-model head. */
export function maskIdOrRefuse({ tokenizer, session, spec }: LoadedModel): number {
  const { mask } = tokenizer;
  if (mask === undefined || !session.outputNames.includes('logits')) throw new Error(noMask(spec.label));
  return mask;
}

function noMask(label: string): string {
  return (
    `${label} cannot predict a word from both sides: it has no masked-language-model head. Choose a model whose ` +
    'config.json names one, such as BertForMaskedLM, or prompt-bert.'
  );
}
