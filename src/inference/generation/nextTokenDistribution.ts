import type { NextToken, NextTokenRequest } from '../../contracts/inside';
import { slidingWindowStart, leftContext } from '../../core/tokens/contextWindow';
import { trimTrailingBlanks } from '../../core/inside/actualNextToken';
import type { Writer } from './complete';
import { logSumExp } from './topTokens';
import { NO_PROBABILITIES } from './noProbabilitiesError';
import { tokenTexts } from './tokenTexts';

/** The whole distribution of what follows a text; a blank at its end belongs to the word to come. */
export async function nextTokenDistribution(writer: Writer, { left }: NextTokenRequest): Promise<NextToken> {
  const { tokenizer, reader, contextLength } = writer;
  const text = trimTrailingBlanks(leftContext(left, left.length, contextLength));
  // So every document of the training text began.
  const all = Int32Array.of(tokenizer.startOfText, ...tokenizer.encode(text).ids);
  const ids = all.subarray(slidingWindowStart(all.length, contextLength));
  const logits = (await reader.read(ids, 1)).subarray(0, tokenizer.size);
  const total = logSumExp(logits);
  if (!Number.isFinite(total)) throw new Error(NO_PROBABILITIES);
  const inOrder = Int32Array.from(logits.keys()).sort((a, b) => logits[b]! - logits[a]!);
  return {
    texts: tokenTexts(tokenizer, inOrder),
    logProbabilities: Float32Array.from(inOrder, (id) => logits[id]! - total),
  };
}
