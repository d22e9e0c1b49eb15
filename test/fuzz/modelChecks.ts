import assert from 'node:assert/strict';
import type { AttentionWindowRequest } from '../../src/contracts/attentionRequests';
import type { Inference } from '../../src/contracts/inference';
import { rowSum } from '../../src/core/attention/attentionMap';
import { completionRequest } from '../helpers/completionRequest';
import { unhurried } from '../helpers/inferences';
import { answerOf, checkRefusal } from './answers';
import { LENGTHS } from './coreChecks';
import type { Dice } from './dice';

type ModelCheck = (inference: Inference, text: string, dice: Dice) => Promise<void>;

/** Checks that everything that runs a model keeps its promises for any text. */
export const MODEL_CHECKS: Readonly<Record<string, ModelCheck>> = {
  complete: checkComplete,
  'visible context': checkVisibleContext,
  attend: checkAttend,
  survey: checkSurvey,
  sides: checkSides,
  refusals: checkRefusals,
};

const MODELS = ['prompt-bert', 'prompt-gpt'];

async function checkComplete(inference: Inference, text: string, dice: Dice): Promise<void> {
  const alternatives = dice.chance(0.2) ? 3 : 1;
  const change = {
    right: dice.chance(0.5) ? '' : text.slice(0, 200),
    length: dice.any(LENGTHS.slice(0, 3)),
    confidence: dice.any([0, 0.01, 0.2, 1]),
    sampling: { temperature: dice.any([0, 0, 1, 2]), topK: 1 + dice.below(64), topP: dice.any([0, 0.5, 1]) },
    alternatives,
  };
  const partials: string[] = [];
  const request = completionRequest(text, change);
  const { texts, firstTokenProbability, contextTokens, contextStart, generatedTokens } = await inference.complete(
    request,
    unhurried,
    (partial) => partials.push(partial),
  );
  assert.ok(texts.length <= alternatives && new Set(texts).size === texts.length);
  for (const each of texts) assert.ok(typeof each === 'string' && each !== '' && each === each.trimEnd(), `“${each}”`);
  assert.ok(
    firstTokenProbability >= 0 && firstTokenProbability <= 1 + 1e-6,
    `firstTokenProbability ${firstTokenProbability}`,
  );
  assert.ok(
    contextTokens! >= 0 &&
      contextTokens! <= 512 &&
      contextStart >= 0 &&
      contextStart <= text.length &&
      generatedTokens >= 0,
  );
  assert.ok(partials.every((partial) => typeof partial === 'string'));
}

async function checkSides(inference: Inference, whole: string, dice: Dice): Promise<void> {
  // Each token of many words takes a pass, so long texts would take most of the test's time.
  const text = whole.slice(0, 200);
  const request = { causal: 'prompt-gpt', masked: 'prompt-bert', text, focus: dice.below(text.length + 1) };
  const comparison = await inference.compareSides(request, unhurried);
  if (comparison) {
    const { words, leftProbabilities: left, bothProbabilities: both, actual, divergence, start, end } = comparison;
    assert.ok(start < end && start <= request.focus && request.focus <= end && end <= text.length);
    assert.ok(actual >= 0 && actual < words.length && left.length === words.length && both.length === words.length);
    assert.ok(left.every((probability) => probability >= 0 && probability <= 1 + 1e-5));
    assert.ok(divergence >= 0 && divergence <= 1);
  }
  if (dice.chance(0.8)) return;
  const { words } = await inference.rightContextWords({ ...request, minLeftBits: 20 }, unhurried);
  for (const { start, end, leftBits, bothBits } of words) {
    assert.ok(start < end && end <= text.length && leftBits >= 20 && bothBits >= 0);
  }
}

async function checkVisibleContext(inference: Inference, text: string, dice: Dice): Promise<void> {
  const left = text.repeat(1 + dice.below(8));
  const visible = await inference.visibleContext({ model: 'prompt-gpt', left, length: dice.any(LENGTHS) }, unhurried);
  assert.ok(
    visible.tokens >= 0 && visible.tokens <= visible.totalTokens && visible.tokens <= 512,
    JSON.stringify(visible),
  );
  assert.ok(visible.start >= 0 && visible.start <= left.length);
}

async function checkAttend(inference: Inference, text: string, dice: Dice): Promise<void> {
  const [layer, head] = [
    dice.any([0, 3, 7, 'mean', 'max', 'rollout'] as const),
    dice.any([0, 7, 'mean', 'max'] as const),
  ];
  const models = dice.chance(0.3) ? MODELS : [dice.any(MODELS)];
  const request = { ...windowOf(text, dice, models), selections: models.map((model) => ({ model, layer, head })) };
  for (const { weights, pieces, starts, ends } of await inference.attend(request, unhurried)) {
    const size = pieces.length;
    assert.ok(weights.length === size * size && starts.length === size && ends.length === size);
    assert.ok(
      weights.every((weight) => weight >= 0 && weight <= 1 + 1e-3),
      'a weight is not a probability',
    );
    assert.ok(pieces.every((piece) => typeof piece === 'string'));
    for (let token = 0; token < size; token++) {
      assert.ok(starts[token]! <= ends[token]! && ends[token]! <= text.length);
      const sum = rowSum({ size, weights }, token);
      if (layer !== 'max' && head !== 'max') assert.ok(Math.abs(sum - 1) < 1e-3, `row ${token} sums to ${sum}`);
    }
  }
}

async function checkSurvey(inference: Inference, text: string, dice: Dice): Promise<void> {
  const request = { ...windowOf(text, dice, [dice.any(MODELS)]), windowTokens: 8 + dice.below(16) };
  const [survey] = await inference.surveyHeads(request, unhurried);
  const { layers, heads, side, thumbnails, summaries } = survey!;
  assert.equal(thumbnails.length, layers * heads * side * side);
  assert.equal(summaries.length, layers * heads);
  for (const summary of summaries) {
    for (const [name, value] of Object.entries(summary)) assert.ok(value >= 0 && value < 10, `${name} is ${value}`);
  }
}

/** Checks that impossible requests are refused with a proper message that does not repeat the text. */
async function checkRefusals(inference: Inference, text: string, dice: Dice): Promise<void> {
  const model = dice.any(MODELS);
  const window = windowOf(text, dice, [model]);
  const request = dice.any<() => Promise<unknown>>([
    () => inference.attend({ ...window, selections: [{ model, layer: 99, head: 0 }] }, unhurried),
    () => inference.attend({ ...window, selections: [{ model, layer: 0, head: 99 }] }, unhurried),
    () => inference.complete(completionRequest(text, { model: 'prompt-bert' }), unhurried),
    () => inference.complete(completionRequest(text, { model: '/no/such/folder' }), unhurried),
    () => inference.rewrite({ model, text, maxTokens: 4 }, unhurried),
    () => inference.tokenize({ model: 'no-such-model', text }, unhurried),
    () => inference.trim({ model: 'owner/none', text, limit: 9, keep: 'start', boundary: 'word' }, unhurried),
    () => inference.split({ model, text, limit: 4, overlap: { count: 9, unit: 'tokens' } }, unhurried),
  ]);
  const refusal = await request().then(
    () => undefined,
    (error: unknown) => error,
  );
  assert.ok(refusal, 'it was not refused');
  checkRefusal(refusal);
  // The next request is not affected.
  await answerOf(inference.tokenize({ model, text: text.slice(0, 50) }, unhurried));
}

function windowOf(text: string, dice: Dice, models: readonly string[]): AttentionWindowRequest {
  return { models, text, focus: dice.below(text.length + 1), windowTokens: 8 + dice.below(40) };
}
