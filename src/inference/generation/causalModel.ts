import { CHANCE_WEIGHTS, type ChanceWeights } from '../../core/completion/chanceOfFirstWord';
import { MAX_CONTEXT_TOKENS } from '../../core/tokens/maxContextTokens';
import type { LoadedModel } from '../models/loadedModel';
import type { ReaderWithMemory } from '../memory/readerWithMemory';
import type { Turn } from '../requestScheduler';
import type { Tokenizer } from '../tokens/tokenizer';
import { PrefixReader, type RememberingReader } from './prefixCachingReader';
import { RecentSurprise } from './recentSurprise';
import { refuseNonByteLevelTokenizer } from './refuseNonByteLevelTokenizer';

/** A model that predicts the next token of a text. */
export interface CausalModel {
  readonly reader: RememberingReader;
  readonly tokenizer: Tokenizer;
  /** Most tokens that the reader takes at once. */
  readonly contextLength: number;
  /** How much the text surprised it lately. */
  readonly recent: RecentSurprise;
  /** What its probabilities are worth. */
  readonly chances: ChanceWeights;
  /** What the reader knows from elsewhere; undefined for a model alone. */
  readonly memory?: Pick<ReaderWithMemory, 'shareOf' | 'placeOf' | 'own'>;
  /** Whether the memory has texts still to learn. */
  readonly isLearning?: boolean;
}

/**
 * Makes a loaded model predict text. Throws when its vocabulary has no bytes, so that no prefix can be matched with it.
 */
export function causalModel(model: LoadedModel): CausalModel {
  refuseNonByteLevelTokenizer(model);
  const contextLength = contextLengthOf(model);
  const reader = new PrefixReader(model, contextLength);
  return { tokenizer: model.tokenizer, reader, contextLength, recent: new RecentSurprise(), chances: CHANCE_WEIGHTS };
}

/** Returns `model` with a reader that takes these turns. */
export function readingInTurns(model: CausalModel, turn: Turn): CausalModel {
  const { reader } = model;
  return {
    ...model,
    reader: {
      known: (ids) => reader.known(ids),
      millisecondsToRead: (ids) => reader.millisecondsToRead(ids),
      read: (ids, keep) => reader.read(ids, keep, turn),
      isStepwise: reader.isStepwise,
    },
  };
}

/** How many tokens of a text we let a model read at once. */
export function contextLengthOf({ spec }: LoadedModel): number {
  return Math.min(spec.contextLength ?? MAX_CONTEXT_TOKENS, MAX_CONTEXT_TOKENS);
}
