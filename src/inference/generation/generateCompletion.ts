import type { Completion, CompletionRequest } from '../../contracts/completionRequests';
import { atOnce, type Turn } from '../requestScheduler';
import type { CausalModel } from './causalModel';
import { generateSuggestion } from './generateSuggestion';
import { judgeOf } from './judgeOfRequest';
import { leftContextTokens } from './leftContextTokens';
import { sampleToken } from './sampleToken';
import { MAX_CANDIDATES } from './samplingCandidates';
import { healedFirstTokens } from './tokenHealing';

/** Reads the text left of the caret: what it can go on with, and how much its last lines surprise, in bits a byte. */
export async function readLeftContext(model: CausalModel, request: CompletionRequest, turn: Turn) {
  const context = leftContextTokens(model, request);
  const settled = context.ids.subarray(0, context.ids.length - context.piece.length);
  const surprise = request.level
    ? await model.recent.measure(model.memory?.own ?? model.reader, model.tokenizer, settled, turn)
    : 0;
  return { context, surprise, candidates: await healedFirstTokens(model, context, MAX_CANDIDATES, turn) };
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
  const { context, surprise, candidates } = await readLeftContext(model, request, turn);
  const firstTokens =
    candidates.length === 0 ? [] : [sampleToken(candidates, request.sampling, Math.random), ...candidates];

  const texts: string[] = [];
  let tokens = 0;
  let chances = { word: 0, letter: 0 };
  let from: Completion['from'];
  for (const [index, first] of [...new Set(firstTokens)].entries()) {
    if (texts.length === request.alternatives || index === 4 * request.alternatives) break;
    const shareOfMemory = model.memory?.shareOf(first.context, first.id) ?? 0;
    const judge = judgeOf(model, request, { first, candidates, shareOfMemory, surprise });
    const progress = index === 0 ? onProgress : undefined;
    const { text, ...generated } = await generateSuggestion(model, request, first, judge, turn, progress);
    tokens += generated.tokens;
    if (index === 0) chances = { word: generated.chance, letter: judge.firstWord?.letterChance ?? generated.chance };
    if (index === 0 && text !== '' && shareOfMemory > 0.5) from = model.memory?.placeOf(first.context, first.id);
    if (text !== '' && !texts.includes(text)) texts.push(text);
    if (request.alternatives === 1) break;
  }
  return {
    texts,
    firstTokenProbability: Math.exp(candidates[0]?.logProbability ?? -Infinity),
    chances,
    from,
    isProvisional: model.isLearning,
    contextTokens: context.seen,
    contextStart: context.from,
    generatedTokens: tokens,
    milliseconds: performance.now() - started,
  };
}
