import type { Completion, CompletionRequest } from '../../contracts/completion';
import { beginsNewWord, tidySuggestion } from '../../core/completion/suggestionText';
import { MAX_SUGGESTION_TOKENS, stopAt } from '../../core/completion/stopRules';
import { textOfBytes } from '../tokens/byteLevel';
import type { Tokenizer } from '../tokens/tokenizer';
import { yieldToEventLoop } from '../yieldToEventLoop';
import { healedFirstTokens, type FirstToken } from './tokenHealing';
import { topToken, topTokens, type TokenScore } from './topTokens';
import { leftContextTokens, type LeftContextTokens } from './leftContextTokens';
import { NO_PROBABILITIES } from './noProbabilitiesError';
import type { TokenReader } from './prefixReader';
import { sampleToken } from './sampleToken';

/** A model that can go on with a text. */
export interface Writer {
  readonly reader: TokenReader;
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
  const context = leftContextTokens(writer, request);
  const logits = await writer.reader.read(context.ids, context.piece.length + 1);
  const choices = healedFirstTokens(logits, context.piece, writer.tokenizer.vocabularyBytes, CHOICES);
  if (choices.length === 0) throw new Error(NO_PROBABILITIES);
  const firsts = [sampleToken(choices, request.sampling, Math.random), ...choices];

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
    firstTokenProbability: Math.exp(choices[0]?.logProbability ?? -Infinity),
    isFallback: false,
    seenTokens: context.seen,
    seenFrom: context.from,
    tokens,
    milliseconds: performance.now() - started,
  };
}

async function goOn(
  { reader, tokenizer }: Writer,
  { left, right, length, confidence, sampling }: CompletionRequest,
  { ids: read, piece }: LeftContextTokens,
  first: FirstToken,
  signal: AbortSignal,
  onProgress?: (text: string) => void,
): Promise<{ text: string; tokens: number }> {
  const { vocabularyBytes } = tokenizer;
  const bytesOf = (id: number) => (tokenizer.isSpecial(id) ? '' : (vocabularyBytes[id] ?? ''));
  const owed = Array.from(piece.subarray(first.kept), bytesOf).join('');

  let ids = read.subarray(0, read.length - piece.length + first.kept);
  let next: TokenScore = first;
  let bytes = bytesOf(first.id).slice(owed.length);
  let generated = '';
  let logProbability = 0;
  let tokens = 0;
  for (;;) {
    logProbability += next.logProbability;
    const isEnd = tokenizer.isSpecial(next.id);
    if (isEnd || Math.exp(logProbability) < confidence || tokens === MAX_SUGGESTION_TOKENS[length]) {
      const lastWordIsWhole = isEnd || beginsNewWord(textOfBytes(bytes));
      return { text: tidySuggestion(textOfBytes(generated), lastWordIsWhole), tokens };
    }
    generated += bytes;
    tokens++;
    const text = textOfBytes(generated);
    const end = stopAt({ left, text, right }, length);
    if (end !== undefined) return { text: tidySuggestion(text.slice(0, end), true), tokens };
    onProgress?.(text);

    await yieldToEventLoop();
    signal.throwIfAborted();
    ids = Int32Array.of(...ids, next.id);
    const logits = await reader.read(ids, 1);
    next =
      sampling.temperature === 0 ? topToken(logits) : sampleToken(topTokens(logits, CHOICES), sampling, Math.random);
    bytes = bytesOf(next.id);
  }
}
