import type { Completion, CompletionRequest } from '../../contracts/inference';
import { beginsNewWord, saysOneThing, tidy, unfinishedPiece } from '../../core/completion';
import { firstOfWindow } from '../../core/contextWindow';
import { textOfBytes } from '../tokens/byteLevel';
import type { Tokenizer } from '../tokens/tokenizer';
import { firstToken } from './firstToken';
import { likeliest, type Choice } from './likeliest';
import type { Reader } from './reader';

/** A model that can go on with a text. */
export interface Writer {
  readonly reader: Reader;
  readonly tokenizer: Tokenizer;
  /** Tokens that the reader can take at once. */
  readonly contextLength: number;
}

/**
 * Goes on from the text left of the caret, greedily, token by token, until it has said one thing, the model is no
 * longer sure, or `maxTokens` are spent. Looks at `signal` between tokens.
 */
export async function complete(writer: Writer, request: CompletionRequest, signal: AbortSignal): Promise<Completion> {
  const { vocabularyBytes, endOfText } = writer.tokenizer;
  const beginning = await begin(writer, request);
  let ids = beginning.ids;
  let next: Choice = beginning.first;
  let bytes = beginning.firstBytes;

  let generated = '';
  let logProbability = 0;
  let lastWordIsWhole = false;
  for (let length = 1; length <= request.maxTokens; length++) {
    logProbability += next.logProbability;
    const isSure = Math.exp(logProbability) >= request.minimumProbability;
    if (next.id === endOfText || !isSure) {
      lastWordIsWhole = next.id === endOfText || beginsNewWord(textOfBytes(bytes));
      break;
    }
    generated += bytes;
    if (saysOneThing(textOfBytes(generated))) break;

    await eventsSeen();
    signal.throwIfAborted();
    ids = Int32Array.of(...ids, next.id);
    next = likeliest(await writer.reader.read(ids, 1));
    bytes = vocabularyBytes[next.id] ?? '';
    lastWordIsWhole = next.id === endOfText || beginsNewWord(textOfBytes(bytes));
  }
  return { text: tidy(textOfBytes(generated), lastWordIsWhole) };
}

/** Reads the text before the caret and chooses the first token to go on with. */
async function begin({ reader, tokenizer, contextLength }: Writer, { left, maxTokens }: CompletionRequest) {
  const unfinished = unfinishedPiece(left);
  const piece = tokenizer.encode(unfinished).ids;
  const settled = tokenizer.encode(left.slice(0, left.length - unfinished.length)).ids;
  // Every document of the training text began with <|endoftext|>.
  const all = Int32Array.of(tokenizer.endOfText, ...settled, ...piece);
  const ids = all.subarray(firstOfWindow(all.length, contextLength - maxTokens));

  const first = firstToken(await reader.read(ids, piece.length + 1), piece, tokenizer.vocabularyBytes);
  const owed = Array.from(piece.subarray(first.kept), (id) => tokenizer.vocabularyBytes[id]!).join('');
  return {
    first,
    firstBytes: (tokenizer.vocabularyBytes[first.id] ?? '').slice(owed.length),
    ids: ids.subarray(0, ids.length - piece.length + first.kept),
  };
}

/** Lets messages in that wait for this thread, a cancellation among them. */
function eventsSeen(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
