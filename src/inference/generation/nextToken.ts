import type { NextToken, NextTokenRequest } from '../../contracts/inference';
import { firstOfWindow, leftContext } from '../../core/contextWindow';
import { withoutLastBlanks } from '../../core/written';
import type { Writer } from './complete';
import { logSumExp } from './likeliest';
import { NO_PROBABILITIES } from './noProbabilities';
import { wordings } from './wordings';

/** The whole distribution of what follows a text; a blank at its end belongs to the word to come. */
export async function nextToken(writer: Writer, { left }: NextTokenRequest): Promise<NextToken> {
  const { tokenizer, reader, contextLength } = writer;
  const text = withoutLastBlanks(leftContext(left, left.length, contextLength));
  // So every document of the training text began.
  const all = Int32Array.of(tokenizer.startOfText, ...tokenizer.encode(text).ids);
  const ids = all.subarray(firstOfWindow(all.length, contextLength));
  const logits = (await reader.read(ids, 1)).subarray(0, tokenizer.size);
  const total = logSumExp(logits);
  if (!Number.isFinite(total)) throw new Error(NO_PROBABILITIES);
  const inOrder = Int32Array.from(logits.keys()).sort((a, b) => logits[b]! - logits[a]!);
  return {
    texts: wordings(tokenizer, inOrder),
    logProbabilities: Float32Array.from(inOrder, (id) => logits[id]! - total),
  };
}
