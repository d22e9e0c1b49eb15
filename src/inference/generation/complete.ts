import type { Completion, CompletionRequest } from '../../contracts/inference';
import { beginsNewWord, tidy } from '../../core/completion';
import { MOST_TOKENS, stopAt } from '../../core/stopRules';
import { textOfBytes } from '../tokens/byteLevel';
import type { Tokenizer } from '../tokens/tokenizer';
import { eventsSeen } from './eventsSeen';
import { firstTokens, type FirstToken } from './firstToken';
import { likeliest, likeliestOf, type Choice } from './likeliest';
import { leftTokens, type LeftTokens } from './leftTokens';
import { NO_PROBABILITIES } from './noProbabilities';
import type { Reader } from './reader';
import { sample } from './sample';

/** A model that can go on with a text. */
export interface Writer {
  readonly reader: Reader;
  readonly tokenizer: Tokenizer;
  /** Tokens that the reader can take at once. */
  readonly contextLength: number;
}

/** Tokens among which one is drawn. */
const CHOICES = 64;

/**
 * Goes on from the text left of the caret, token by token, until a stop rule ends it, the model is no longer sure, or
 * the length is spent. Looks at `signal` between tokens.
 */
export async function complete(
  writer: Writer,
  request: CompletionRequest,
  signal: AbortSignal,
  onProgress?: (text: string) => void,
): Promise<Completion> {
  const started = performance.now();
  const context = leftTokens(writer, request);
  const logits = await writer.reader.read(context.ids, context.piece.length + 1);
  const choices = firstTokens(logits, context.piece, writer.tokenizer.vocabularyBytes, CHOICES);
  if (choices.length === 0) throw new Error(NO_PROBABILITIES);
  const firsts = [sample(choices, request.sampling, Math.random), ...choices];

  const texts: string[] = [];
  let tokens = 0;
  for (const [index, first] of [...new Set(firsts)].entries()) {
    if (texts.length === request.alternatives || index === 4 * request.alternatives) break;
    const told = index === 0 ? onProgress : undefined;
    // Alternatives were asked for: each begins however unlikely that is, and goes on as far as it is sure.
    const confidence = request.confidence * (request.alternatives === 1 ? 1 : Math.exp(first.logProbability));
    const continuation = await goOn(writer, { ...request, confidence }, context, first, signal, told);
    tokens += continuation.tokens;
    if (continuation.text !== '' && !texts.includes(continuation.text)) texts.push(continuation.text);
    if (request.alternatives === 1) break;
  }
  return {
    texts,
    sureness: Math.exp(choices[0]?.logProbability ?? -Infinity),
    isStandIn: false,
    seenTokens: context.seen,
    seenFrom: context.from,
    tokens,
    milliseconds: performance.now() - started,
  };
}

async function goOn(
  { reader, tokenizer }: Writer,
  { left, right, length, confidence, sampling }: CompletionRequest,
  { ids: read, piece }: LeftTokens,
  first: FirstToken,
  signal: AbortSignal,
  onProgress?: (text: string) => void,
): Promise<{ text: string; tokens: number }> {
  const { vocabularyBytes } = tokenizer;
  const bytesOf = (id: number) => (tokenizer.isSpecial(id) ? '' : (vocabularyBytes[id] ?? ''));
  const owed = Array.from(piece.subarray(first.kept), bytesOf).join('');

  let ids = read.subarray(0, read.length - piece.length + first.kept);
  let next: Choice = first;
  let bytes = bytesOf(first.id).slice(owed.length);
  let generated = '';
  let logProbability = 0;
  let tokens = 0;
  for (;;) {
    logProbability += next.logProbability;
    const isEnd = tokenizer.isSpecial(next.id);
    if (isEnd || Math.exp(logProbability) < confidence || tokens === MOST_TOKENS[length]) {
      const lastWordIsWhole = isEnd || beginsNewWord(textOfBytes(bytes));
      return { text: tidy(textOfBytes(generated), lastWordIsWhole), tokens };
    }
    generated += bytes;
    tokens++;
    const text = textOfBytes(generated);
    const end = stopAt({ left, text, right }, length);
    if (end !== undefined) return { text: tidy(text.slice(0, end), true), tokens };
    onProgress?.(text);

    await eventsSeen();
    signal.throwIfAborted();
    ids = Int32Array.of(...ids, next.id);
    const logits = await reader.read(ids, 1);
    next = sampling.temperature === 0 ? likeliest(logits) : sample(likeliestOf(logits, CHOICES), sampling, Math.random);
    bytes = bytesOf(next.id);
  }
}
