/**
 * Entry of a worker thread that runs Hugging Face's `tokenizers`, whose `encode` answers later only. It is loaded by
 * `referenceThread.node.ts`, which waits for answers on a port of its own.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { Tokenizer } from 'tokenizers';
import { errorText } from '../../../core/errorText';
import type { LoadAnswer, LoadRequest, TokenAnswer, TokenRequest } from './referenceMessages';
import type { ThreadOptions } from './referenceThread.node';

const { port, answered } = workerData as ThreadOptions;
const tokenizers = new Map<number, Tokenizer>();

parentPort!.on('message', (request: LoadRequest) => {
  if (request === 'close') parentPort!.close();
  else if ('release' in request) tokenizers.delete(request.release);
  else void load(request.handle, request.text).then((answer) => parentPort!.postMessage(answer));
});

port.on('message', (request: TokenRequest) => {
  void answerOf(request).then((answer) => {
    port.postMessage(answer, 'ids' in answer ? [answer.ids.buffer, answer.starts.buffer, answer.ends.buffer] : []);
    Atomics.store(answered, 0, request.number);
    Atomics.notify(answered, 0);
  });
});

parentPort!.postMessage('ready');

async function load(handle: number, text: string): Promise<LoadAnswer> {
  try {
    const tokenizer = Tokenizer.fromString(text);
    // Files of models for sentences cut and pad their texts.
    tokenizer.disableTruncation();
    tokenizer.disablePadding();
    const encoding = await tokenizer.encode('a');
    const ids = encoding.getIds();
    const isSpecial = encoding.getSpecialTokensMask().map(Boolean);
    const first = isSpecial.includes(false) ? isSpecial.indexOf(false) : ids.length;
    tokenizers.set(handle, tokenizer);
    return { handle, before: ids.slice(0, first), after: ids.slice(isSpecial.lastIndexOf(false) + 1 || first) };
  } catch (error) {
    return { handle, error: errorText(error) };
  }
}

async function answerOf({ handle, text, ids }: TokenRequest): Promise<TokenAnswer> {
  try {
    const tokenizer = tokenizers.get(handle)!;
    if (ids) return { text: await tokenizer.decode(ids, true) };
    const encoding = await tokenizer.encode(text!, null, { addSpecialTokens: false });
    const offsets = encoding.getOffsets();
    const toUnits = utf16Offsets(text!);
    return {
      ids: Int32Array.from(encoding.getIds()),
      starts: Uint32Array.from(offsets, ([start]) => toUnits(start!)),
      ends: Uint32Array.from(offsets, ([, end]) => toUnits(end!)),
    };
  } catch (error) {
    return { error: errorText(error) };
  }
}

/** Turns an offset in characters (code points), which the reference counts, into one in UTF-16 code units. */
function utf16Offsets(text: string): (characters: number) => number {
  if (!/[\ud800-\udbff]/.test(text)) return (characters) => characters;
  const offsets = new Uint32Array(text.length + 1);
  let count = 0;
  let offset = 0;
  for (const character of text) {
    offset += character.length;
    offsets[++count] = offset;
  }
  return (characters) => offsets[characters]!;
}
