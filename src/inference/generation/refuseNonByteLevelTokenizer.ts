import type { LoadedModel } from '../models/loadedModel';

/** Throws when a model's vocabulary has no bytes, so that no prefix can be matched with it. */
export function refuseNonByteLevelTokenizer({ tokenizer, spec }: LoadedModel): void {
  if (tokenizer.vocabularyBytes.length === 0) throw new Error(noBytes(spec.label));
}

function noBytes(label: string): string {
  return (
    `${label} cannot continue a text here: its vocabulary is not one of bytes, so the text before the caret cannot ` +
    'be matched with it. Choose a model with a byte-level tokenizer, as GPT-2, SmolLM2 and Qwen2.5 have, or prompt-gpt.'
  );
}
