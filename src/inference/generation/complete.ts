import type { Completion, CompletionRequest } from '../../contracts/inference';
import { beginsNewWord, saysOneThing, tidy, unfinishedPiece } from '../../core/completion';
import type { LoadedModel } from '../models/loadedModel';
import { bytesOf, textOfBytes } from '../tokens/byteLevel';
import { readOn } from './causalPass';
import { likeliest } from './likeliest';

/**
 * Goes on from the text left of the caret, greedily, token by token, until it has said one thing, the model is no
 * longer sure, or `maxTokens` are spent. Looks at `signal` between tokens.
 *
 * The piece of a word (or the space) right before the caret is taken back and generated anew, held to what is
 * already there: the model has seldom seen words cut where a caret happens to stand.
 */
export async function complete(
  model: LoadedModel,
  request: CompletionRequest,
  signal: AbortSignal,
): Promise<Completion> {
  const { tokenizer, spec } = model;
  const unfinished = unfinishedPiece(request.left);
  const settled = request.left.slice(0, request.left.length - unfinished.length);
  const room = spec.contextLength - request.maxTokens - MOST_TOKENS_OF_A_PIECE;
  // Every document of the training text began with <|endoftext|>.
  const ids = Int32Array.of(tokenizer.endOfText, ...tokenizer.encode(settled).ids).slice(-room);

  let { logits, past } = await readOn(model, ids, undefined);
  let owed = bytesOf(unfinished);
  let generated = '';
  let logProbabilities = 0;
  let length = 0;
  let nextBeginsWord = false;
  while (length < request.maxTokens) {
    await eventsSeen();
    signal.throwIfAborted();
    const next = likeliest(logits, owed === '' ? undefined : compatibleWith(owed, tokenizer.vocabularyBytes));
    if (next.id === tokenizer.endOfText) {
      nextBeginsWord = true;
      break;
    }
    const bytes = tokenizer.vocabularyBytes[next.id]!;
    const isNew = bytes.length > owed.length;
    const added = bytes.slice(owed.length);
    const sure = Math.exp((logProbabilities + next.logProbability) / (length + 1)) >= request.minimumProbability;
    if (isNew && !sure) {
      nextBeginsWord = beginsNewWord(textOfBytes(added));
      break;
    }
    owed = owed.slice(bytes.length);
    generated += added;
    logProbabilities += next.logProbability;
    length++;
    if (saysOneThing(textOfBytes(generated))) break;
    ({ logits, past } = await readOn(model, Int32Array.of(next.id), past));
  }
  return { text: tidy(textOfBytes(generated), nextBeginsWord) };
}

const MOST_TOKENS_OF_A_PIECE = 40;

/** Ids of tokens that begin with `owed`, or that `owed` begins with. */
function compatibleWith(owed: string, vocabularyBytes: readonly string[]): (id: number) => boolean {
  return (id) => {
    const bytes = vocabularyBytes[id];
    if (!bytes) return false;
    return bytes.length >= owed.length ? bytes.startsWith(owed) : owed.startsWith(bytes);
  };
}

/** Lets messages in that wait for this thread, a cancellation among them. */
function eventsSeen(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
