import { MAX_SENTENCE_TOKENS, SPARE_TOKENS } from '../../core/sentences/maxSentenceTokens';
import { EffectsByContent } from '../../core/sentences/rememberedEffects';
import type { LoadedModel } from '../models/loadedModel';
import type { Tokenizer } from '../tokens/tokenizer';
import { VariantReader } from './variantReader';

/** A causal model that tells what parts of a prompt change. */
export interface SentenceModel {
  readonly reader: VariantReader;
  readonly tokenizer: Tokenizer;
  /** Most tokens of a prompt together with an answer. */
  readonly contextLength: number;
  readonly remembered: EffectsByContent;
}

/** How many tokens a prompt may have beside the longest of some answers. */
export function roomForPrompt({ contextLength }: SentenceModel, answers: readonly Int32Array[]): number {
  return contextLength - Math.max(0, ...answers.map(({ length }) => length)) - SPARE_TOKENS;
}

/** Makes a loaded model tell what parts of a prompt change. */
export function sentenceModel(model: LoadedModel): SentenceModel {
  const contextLength = Math.min(model.spec.contextLength ?? MAX_SENTENCE_TOKENS, MAX_SENTENCE_TOKENS);
  return {
    reader: new VariantReader(model, contextLength),
    tokenizer: model.tokenizer,
    contextLength,
    remembered: new EffectsByContent(),
  };
}
