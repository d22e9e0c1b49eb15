import type { LoadedModel } from '../models/loadedModel';
import type { Turn } from '../requestScheduler';
import type { Tokenizer } from '../tokens/tokenizer';
import { cappedContextLength } from './capContextLength';
import { PrefixReader, type TokenReader } from './prefixCachingReader';
import { refuseNonByteLevelTokenizer } from './refuseNonByteLevelTokenizer';

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
  refuseNonByteLevelTokenizer(model);
  const contextLength = cappedContextLength(model);
  return { tokenizer: model.tokenizer, reader: new PrefixReader(model, contextLength), contextLength };
}

/** Returns `model` with a reader that takes a turn for each read. */
export function readingInTurns(model: CausalModel, turn: Turn): CausalModel {
  return { ...model, reader: { read: (ids, keep) => turn(() => model.reader.read(ids, keep)) } };
}
