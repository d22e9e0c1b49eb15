import type { LoadedModel } from '../models/loadedModel';
import { yieldToEventLoop } from '../yieldToEventLoop';
import { IncrementalDecoder, type EncoderOutputs } from './encoderDecoder';
import { topToken } from './topTokens';

/**
 * Generates text with the decoder of a text-to-text model, the likeliest token each time, until it ends the text or
 * `maxTokens` are generated. Checks `signal` between tokens.
 *
 * @param onToken called after each token with all ids so far
 * @returns the ids without the end of text, and whether the model ended the text
 */
export async function greedyDecode(
  { tokenizer, decoder }: LoadedModel,
  encoderOutputs: EncoderOutputs,
  maxTokens: number,
  signal: AbortSignal,
  onToken?: (ids: readonly number[]) => void,
): Promise<{ ids: number[]; isComplete: boolean }> {
  const incremental = new IncrementalDecoder(decoder!, encoderOutputs, maxTokens + 1);
  const ids: number[] = [];
  let next = decoder!.start;
  while (ids.length < maxTokens) {
    next = topToken(await incremental.read(next)).id;
    if (next === tokenizer.endOfText) return { ids, isComplete: true };
    ids.push(next);
    onToken?.(ids);
    await yieldToEventLoop();
    signal.throwIfAborted();
  }
  return { ids, isComplete: false };
}
