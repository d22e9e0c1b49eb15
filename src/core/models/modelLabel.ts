import { embeddedModels, PROMPT_NGRAM, PROMPT_NGRAM_LABEL } from './embeddedModels';

const LABELS = new Map([
  ...embeddedModels.map(({ id, label }) => [id, label] as const),
  [PROMPT_NGRAM, PROMPT_NGRAM_LABEL],
]);

/** A model's name for users: the label of an embedded model, else the last part of its id or path. */
export function labelOf(id: string): string {
  return LABELS.get(id) ?? id.split(/[\\/]/).findLast(Boolean) ?? id;
}
