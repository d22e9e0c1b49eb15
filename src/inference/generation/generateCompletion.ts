import type { Completion, CompletionRequest } from '../../contracts/completionRequests';
import { MAX_SUGGESTION_TOKENS } from '../../core/completion/maxSuggestionTokens';
import { stopAt } from '../../core/completion/suggestionStopRules';
import { beginsNewWord, tidySuggestion } from '../../core/completion/dropUnfinishedLastWord';
import { textOfBytes } from '../tokens/byteLevelEncoding';
import { atOnce, type Turn } from '../requestScheduler';
import type { CausalModel } from './causalModel';
import { confidenceFloor, isBelowConfidence } from './confidenceFloor';
import { leftContextTokens } from './leftContextTokens';
import { sampleToken } from './sampleToken';
import { MAX_CANDIDATES } from './samplingCandidates';
import { healedFirstTokens, type FirstToken } from './tokenHealing';
import { topToken, topTokens, type TokenScore } from './topTokens';

/**
 * Continues the text left of the caret, token by token, until a stop rule applies, the joint probability of the
 * generated tokens falls below the confidence, or the length limit is reached. Takes a turn for each forward pass.
 */
export async function complete(
  model: CausalModel,
  request: CompletionRequest,
  turn: Turn = atOnce,
  onProgress?: (text: string) => void,
): Promise<Completion> {
  const started = performance.now();
  const context = leftContextTokens(model, request);
  const candidates = await healedFirstTokens(model, context, MAX_CANDIDATES, turn);
  const firstTokens =
    candidates.length === 0 ? [] : [sampleToken(candidates, request.sampling, Math.random), ...candidates];

  const texts: string[] = [];
  let tokens = 0;
  for (const [index, first] of [...new Set(firstTokens)].entries()) {
    if (texts.length === request.alternatives || index === 4 * request.alternatives) break;
    const report = index === 0 ? onProgress : undefined;
    const confidence = confidenceFloor(request, first.logProbability);
    const generated = await generate(model, { ...request, confidence }, first, turn, report);
    tokens += generated.tokens;
    if (generated.text !== '' && !texts.includes(generated.text)) texts.push(generated.text);
    if (request.alternatives === 1) break;
  }
  return {
    texts,
    firstTokenProbability: Math.exp(candidates[0]?.logProbability ?? -Infinity),
    contextTokens: context.seen,
    contextStart: context.from,
    generatedTokens: tokens,
    milliseconds: performance.now() - started,
  };
}

/** Generates one continuation that begins with `first`. */
async function generate(
  { reader, tokenizer }: CausalModel,
  { left, right, length, confidence, sampling }: CompletionRequest,
  first: FirstToken,
  turn: Turn,
  onProgress?: (text: string) => void,
): Promise<{ text: string; tokens: number }> {
  const bytesOf = (id: number) => (tokenizer.isSpecial(id) ? '' : (tokenizer.vocabularyBytes[id] ?? ''));
  let ids = first.context;
  let next: TokenScore = first;
  let bytes = bytesOf(first.id).slice(first.covered);
  let generated = '';
  let logProbability = 0;
  let tokens = 0;
  for (;;) {
    logProbability += next.logProbability;
    const isEnd = tokenizer.isSpecial(next.id);
    if (isEnd || isBelowConfidence(logProbability, confidence) || tokens === MAX_SUGGESTION_TOKENS[length]) {
      const lastWordIsWhole = isEnd || beginsNewWord(textOfBytes(bytes));
      return { text: tidySuggestion(textOfBytes(generated), lastWordIsWhole), tokens };
    }
    generated += bytes;
    tokens++;
    const text = textOfBytes(generated);
    const end = stopAt({ left, text, right }, length);
    if (end !== undefined) return { text: tidySuggestion(text.slice(0, end), true), tokens };
    onProgress?.(text);

    ids = Int32Array.of(...ids, next.id);
    const logits = await reader.read(ids, 1, turn);
    next =
      sampling.temperature === 0
        ? topToken(logits)
        : sampleToken(topTokens(logits, MAX_CANDIDATES), sampling, Math.random);
    bytes = bytesOf(next.id);
  }
}
