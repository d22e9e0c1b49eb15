import type { Completion, CompletionRequest } from '../../contracts/completionRequests';
import { knowsLanguage } from '../../core/completion/knowsLanguage';
import { atOnce, type Turn } from '../requestScheduler';
import type { CausalModel } from './causalModel';
import { generateSuggestion } from './generateSuggestion';
import { judgeOf } from './judgeOfRequest';
import { leftContextTokens } from './leftContextTokens';
import { sampleToken } from './sampleToken';
import { MAX_CANDIDATES } from './samplingCandidates';
import { healedFirstTokens } from './tokenHealing';

/** Who asked for a suggestion gets one in any language. */
const NOT_MEASURED = { bitsPerByte: 0, bytesPerToken: Infinity };
/** From this share of the memory on, it is the memory that speaks, in any language. */
const MEMORY_SPEAKS = 0.5;

/** Reads the text left of the caret: what it can go on with, and how the model reads its last lines. */
export async function readLeftContext(model: CausalModel, request: CompletionRequest, turn: Turn) {
  const context = leftContextTokens(model, request);
  const settled = context.ids.subarray(0, context.ids.length - context.piece.length);
  const recent = request.level
    ? await model.recent.measure(model.memory?.own ?? model.reader, model.tokenizer, settled, turn)
    : NOT_MEASURED;
  return { context, recent, candidates: await healedFirstTokens(model, context, MAX_CANDIDATES, turn) };
}

/**
 * Continues the text left of the caret: generates continuations from the likeliest first tokens on. Takes a turn for each
 * forward pass.
 */
export async function complete(
  model: CausalModel,
  request: CompletionRequest,
  turn: Turn = atOnce,
  onProgress?: (text: string) => void,
): Promise<Completion> {
  const started = performance.now();
  const { context, recent, candidates } = await readLeftContext(model, request, turn);
  const firstTokens =
    candidates.length === 0 ? [] : [sampleToken(candidates, request.sampling, Math.random), ...candidates];

  const texts: string[] = [];
  let tokens = 0;
  let chances = { word: 0, letter: 0 };
  let from: Completion['from'];
  let isLanguageUnknown = false;
  for (const [index, first] of [...new Set(firstTokens)].entries()) {
    if (texts.length === request.alternatives || index === 4 * request.alternatives) break;
    const shareOfMemory = model.memory?.shareOf(first.context, first.id) ?? 0;
    if (shareOfMemory < MEMORY_SPEAKS && !knowsLanguage(recent, model.tokenizer.vocabularyBytes.length)) {
      isLanguageUnknown = true;
      break;
    }
    const judge = judgeOf(model, request, { first, candidates, shareOfMemory, surprise: recent.bitsPerByte });
    const progress = index === 0 ? onProgress : undefined;
    const { text, ...generated } = await generateSuggestion(model, request, first, judge, turn, progress);
    tokens += generated.tokens;
    if (index === 0) chances = { word: generated.chance, letter: judge.firstWord?.letterChance ?? generated.chance };
    if (index === 0 && text !== '' && shareOfMemory >= MEMORY_SPEAKS)
      from = model.memory?.placeOf(first.context, first.id);
    if (text !== '' && !texts.includes(text)) texts.push(text);
    if (request.alternatives === 1) break;
  }
  return {
    texts,
    firstTokenProbability: Math.exp(candidates[0]?.logProbability ?? -Infinity),
    chances,
    isLanguageUnknown,
    from,
    isProvisional: model.isLearning,
    contextTokens: context.seen,
    contextStart: context.from,
    generatedTokens: tokens,
    milliseconds: performance.now() - started,
  };
}
