import type { RewriteResult, RewriteRequest } from '../../contracts/completion';
import type { LoadedModel } from '../models/loadedModel';
import { Decoding, encode, type EncoderOutputs } from './encoderDecoder';
import { yieldToEventLoop } from '../yieldToEventLoop';
import { topToken } from './topTokens';

/** What the decoder writes of a text, the likeliest token each time, until it ends or the length is spent. */
export async function write(
  { tokenizer, decoder }: LoadedModel,
  encoded: EncoderOutputs,
  mostTokens: number,
  signal: AbortSignal,
  onToken?: (ids: readonly number[]) => void,
): Promise<{ ids: number[]; isWhole: boolean }> {
  const decoding = new Decoding(decoder!, encoded, mostTokens + 1);
  const ids: number[] = [];
  let next = decoder!.start;
  while (ids.length < mostTokens) {
    next = topToken(await decoding.read(next)).id;
    if (next === tokenizer.endOfText) return { ids, isWhole: true };
    ids.push(next);
    onToken?.(ids);
    await yieldToEventLoop();
    signal.throwIfAborted();
  }
  return { ids, isWhole: false };
}

/** The longest text that is read: memory grows with the square of its tokens. */
const MOST_READ = 2048;

/** Turns one text into another, as a text-to-text model was trained to by its prefixes. */
export async function rewrite(
  model: LoadedModel,
  { text, mostTokens }: RewriteRequest,
  signal: AbortSignal,
  onProgress?: (text: string) => void,
): Promise<RewriteResult> {
  const { tokenizer } = model;
  const { ids } = tokenizer.withSpecialTokens(tokenizer.encode(text).ids);
  const most = Math.min(model.spec.contextLength ?? MOST_READ, MOST_READ);
  if (ids.length > most)
    throw new Error(
      `This text has ${ids.length.toLocaleString('en')} tokens, and ${model.spec.label} can rewrite ` +
        `${most.toLocaleString('en')} at once. Select less.`,
    );
  const encoded = await encode(model, ids);
  const tell = onProgress && ((written: readonly number[]) => onProgress(tokenizer.decode(written)));
  const written = await write(model, encoded, mostTokens, signal, tell);
  return { text: tokenizer.decode(written.ids), isWhole: written.isWhole, readTokens: ids.length };
}
