import type { Surprise, SurpriseRequest } from '../../contracts/expectationRequests';
import { TOP_TOKENS } from '../../core/expectation/howManyLikeliestTokens';
import { windowAround } from '../../core/tokens/centreWindowOnCaret';
import { contextLengthOf } from '../generation/causalModel';
import { PrefixReader } from '../generation/prefixCachingReader';
import { tokenTexts } from '../generation/tokenTexts';
import type { LoadedModel } from '../models/loadedModel';
import { atOnce, type Turn } from '../requestScheduler';
import type { Tokenizer } from '../tokens/tokenizer';
import { SurpriseReader } from './incrementalSurprise';
import { firstMeasuredToken } from '../../core/expectation/skipTokensWithoutContext';

/** A causal model that measures surprise. */
export interface SurpriseModel {
  readonly reader: SurpriseReader;
  readonly tokenizer: Tokenizer;
  readonly contextLength: number;
}

/** Makes a loaded model measure surprise. */
export function surpriseModel(model: LoadedModel): SurpriseModel {
  const contextLength = contextLengthOf(model);
  const { tokenizer } = model;
  const reader = new SurpriseReader(new PrefixReader(model, contextLength), tokenizer.size, contextLength);
  return { tokenizer, reader, contextLength };
}

/** Measures the surprise of each token in the window around `focus`, given the tokens of the window to its left. */
export async function measureSurprise(
  { reader, tokenizer, contextLength }: SurpriseModel,
  { text, focus }: SurpriseRequest,
  turn: Turn = atOnce,
): Promise<Surprise> {
  const tokens = tokenizer.encode(text);
  const { from, to } = windowAround(tokens, focus, contextLength - 1);
  const startsText = from === 0;
  const first = firstMeasuredToken(from, to);
  const windowIds = tokens.ids.subarray(from, to);
  // Documents began with this token when the model was trained.
  const ids = startsText ? Int32Array.of(tokenizer.startOfText, ...windowIds) : windowIds;
  const scores = await reader.read(ids, turn);
  const skipped = ids.length - (to - first);
  return {
    starts: tokens.starts.slice(first, to),
    ends: tokens.ends.slice(first, to),
    bits: scores.bits.slice(skipped),
    entropies: scores.entropies.slice(skipped),
    ranks: scores.ranks.slice(skipped),
    likeliest: tokenTexts(tokenizer, scores.likeliest.subarray(skipped * TOP_TOKENS)),
    probabilities: scores.probabilities.slice(skipped * TOP_TOKENS),
    totalTokens: tokens.ids.length,
  };
}
