import type { Completion, CompletionRequest } from '../../contracts/inference';
import { beginsNewWord, saysOneThing, tidy, unfinishedPiece } from '../../core/completion';
import type { LoadedModel } from '../models/loadedModel';
import { textOfBytes } from '../tokens/byteLevel';
import { cutPast, readOn } from './causalPass';
import { firstToken } from './firstToken';
import { likeliest, type Choice } from './likeliest';

/**
 * Goes on from the text left of the caret, greedily, token by token, until it has said one thing, the model is no
 * longer sure, or `maxTokens` are spent. Looks at `signal` between tokens.
 */
export async function complete(
  model: LoadedModel,
  request: CompletionRequest,
  signal: AbortSignal,
): Promise<Completion> {
  const { vocabularyBytes, endOfText } = model.tokenizer;
  const beginning = await begin(model, request);
  let { past } = beginning;
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
    const pass = await readOn(model, Int32Array.of(next.id), past, 1);
    past = pass.past;
    next = likeliest(pass.logits);
    bytes = vocabularyBytes[next.id] ?? '';
    lastWordIsWhole = next.id === endOfText || beginsNewWord(textOfBytes(bytes));
  }
  return { text: tidy(textOfBytes(generated), lastWordIsWhole) };
}

/** Reads the text before the caret and chooses the first token to go on with. */
async function begin(model: LoadedModel, { left, maxTokens }: CompletionRequest) {
  const { tokenizer, spec } = model;
  const unfinished = unfinishedPiece(left);
  const piece = tokenizer.encode(unfinished).ids;
  const settled = tokenizer.encode(left.slice(0, left.length - unfinished.length)).ids;
  // Every document of the training text began with <|endoftext|>.
  const ids = Int32Array.of(tokenizer.endOfText, ...settled, ...piece).slice(maxTokens - spec.contextLength);

  const { logits, past } = await readOn(model, ids, undefined, piece.length + 1);
  const first = firstToken(logits, piece, tokenizer.vocabularyBytes);
  const owed = Array.from(piece.subarray(first.kept), (id) => tokenizer.vocabularyBytes[id]!).join('');
  return {
    first,
    firstBytes: (tokenizer.vocabularyBytes[first.id] ?? '').slice(owed.length),
    past: cutPast(past, ids.length - piece.length + first.kept),
  };
}

/** Lets messages in that wait for this thread, a cancellation among them. */
function eventsSeen(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
