import type { NextToken, NextTokenRequest } from '../../contracts/insideRequests';
import { trimTrailingBlanks } from '../../core/inside/leaveOutBlanksBeforeCaret';
import { leftContext } from '../../core/tokens/textThatFillsContextWindow';
import { slidingWindowStart } from '../../core/tokens/dropOldestTokensInSteps';
import type { Turn } from '../requestScheduler';
import type { CausalModel } from './causalModel';
import { noProbabilitiesError } from './damagedWeightsError';
import { tokenTexts } from './tokenTexts';
import { logSumExp } from './topTokens';

/** The next-token distribution after a text, without its trailing blank, which begins the next token. */
export async function nextTokenDistribution(
  model: CausalModel,
  { left }: NextTokenRequest,
  turn: Turn,
): Promise<NextToken> {
  const { tokenizer, reader, contextLength } = model;
  const text = trimTrailingBlanks(leftContext(left, left.length, contextLength));
  // Documents began with this token when the model was trained.
  const all = Int32Array.of(tokenizer.startOfText, ...tokenizer.encode(text).ids);
  const ids = all.subarray(slidingWindowStart(all.length, contextLength));
  const logits = (await reader.read(ids, 1, turn)).subarray(0, tokenizer.size);
  const total = logSumExp(logits);
  if (!Number.isFinite(total)) throw noProbabilitiesError();
  const likeliestFirst = Int32Array.from(logits.keys()).sort((a, b) => logits[b]! - logits[a]!);
  return {
    texts: tokenTexts(tokenizer, likeliestFirst),
    logProbabilities: Float32Array.from(likeliestFirst, (id) => logits[id]! - total),
  };
}
