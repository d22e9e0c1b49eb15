import { MAX_CONTEXT_TOKENS } from '../../core/tokens/contextWindow';
import type { LoadedModel } from '../models/loadedModel';
import type { Turn } from '../requestScheduler';
import type { Tokenizer } from '../tokens/tokenizer';
import { PrefixReader, type TokenReader } from './prefixCachingReader';

/** A model that predicts the next token of a text. */
export interface CausalModel {
  readonly reader: TokenReader;
  readonly tokenizer: Tokenizer;
  /** Most tokens that the reader takes at once. */
  readonly contextLength: number;
}

/**
 * Makes a loaded model predict text. Throws when its vocabulary has no bytes, so that no prefix can be matched with it.
 */
export function causalModel(model: LoadedModel): CausalModel {
  if (model.tokenizer.vocabularyBytes.length === 0) throw new Error(noBytes(model.spec.label));
  const contextLength = contextLengthOf(model);
  return { tokenizer: model.tokenizer, reader: new PrefixReader(model, contextLength), contextLength };
}

/** Returns `model` with a reader that takes a turn for each read. */
export function readingInTurns(model: CausalModel, turn: Turn): CausalModel {
  return { ...model, reader: { read: (ids, keep) => turn(() => model.reader.read(ids, keep)) } };
}

/** How many tokens of a text we let a model read at once. */
export function contextLengthOf({ spec }: LoadedModel): number {
  return Math.min(spec.contextLength ?? MAX_CONTEXT_TOKENS, MAX_CONTEXT_TOKENS);
}

function noBytes(label: string): string {
  return (
    `${label} cannot continue a text here: its vocabulary is not one of bytes, so the text before the caret cannot ` +
    'be matched with it. Choose a model with a byte-level tokenizer, as GPT-2, SmolLM2 and Qwen2.5 have, or prompt-gpt.'
  );
}
