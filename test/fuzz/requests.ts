import type { Inference } from '../../src/contracts/inference';
import { completionRequest } from '../helpers/completionRequest';
import { CANARY } from './answers';
import type { Dice } from './dice';
import { plainValue } from './hostileValue';

const TEXT = `You are a helpful ${CANARY}. Answer in one sentence.\n\n# Task\n\nSummarize the text.`;
const MODELS = ['prompt-bert', 'prompt-gpt'];

const completion = (dice: Dice) => ({
  ...completionRequest(TEXT.slice(0, dice.below(40)), { length: 'word', confidence: 0 }),
});

/** A valid request for each method. */
const VALID: Readonly<Record<keyof Inference, (dice: Dice) => object>> = {
  complete: completion,
  readAhead: completion,
  learn: (dice) => ({
    documents: [{ name: dice.any(['a', '__proto__']), passages: [{ text: TEXT, line: dice.below(3) }] }],
    keeps: dice.any([undefined, [], ['a']]),
  }),
  describe: (dice) => ({ model: dice.any(MODELS) }),
  memoryNeed: (dice) => ({ model: dice.any(MODELS) }),
  makeModel: () => ({ gguf: '/no/such/file.gguf', folder: '/no/such/folder' }),
  release: () => ({ model: 'prompt-bert' }),
  rewrite: () => ({ model: 'prompt-gpt', text: TEXT, maxTokens: 3 }),
  visibleContext: () => ({ model: 'prompt-gpt', left: TEXT, length: 'sentence' }),
  surprise: (dice) => ({ model: 'prompt-gpt', text: TEXT, focus: dice.below(40) }),
  compareSides: (dice) => ({ causal: 'prompt-gpt', masked: 'prompt-bert', text: TEXT, focus: dice.below(40) }),
  rightContextWords: () => ({ causal: 'prompt-gpt', masked: 'prompt-bert', text: TEXT, focus: 0, minLeftBits: 12 }),
  sentenceEffects: () => ({
    model: 'prompt-gpt',
    text: TEXT,
    parts: [{ start: 0, end: 20 }],
    wanted: undefined,
    answers: ['Yes.'],
    through: 'automatic',
  }),
  answers: () => ({ model: 'prompt-gpt', text: TEXT, through: 'automatic', count: 2, maxTokens: 8 }),
  variantEffects: () => ({
    model: 'prompt-gpt',
    text: TEXT,
    variants: ['Be brief.'],
    answers: [],
    through: 'plain text',
  }),
  influence: () => ({ model: 'prompt-gpt', text: TEXT, start: 0, end: 20, answer: 'Yes.' }),
  nextToken: (dice) => ({ model: 'prompt-gpt', left: TEXT.slice(0, dice.below(40)) }),
  vectors: (dice) => ({ ...modelWindowOf(dice), layers: [0, 8] }),
  attentionSteps: (dice) => ({
    ...modelWindowOf(dice),
    layer: dice.below(8),
    head: dice.below(8),
    row: dice.any([undefined, 3]),
  }),
  positionEncodings: (dice) => ({ model: dice.any(MODELS) }),
  tokenize: (dice) => ({ model: dice.any([...MODELS, 'o200k_base']), text: TEXT }),
  count: (dice) => ({
    document: dice.any(['a', 'b', '__proto__']),
    baseVersion: dice.any([undefined, 1, 2]),
    version: 1 + dice.below(2),
    changes: [{ offset: 0, length: 0, text: TEXT }],
    length: TEXT.length,
    counters: [
      { model: 'prompt-bert', limit: 512 },
      { model: 'prompt-gpt', limit: undefined },
    ],
    spans: [{ start: 3, end: 20 }],
  }),
  countMessages: (dice) => ({ model: dice.any(MODELS), messages: [{ role: 'user', content: TEXT }] }),
  forget: (dice) => ({ document: dice.any(['a', 'b', 'constructor']) }),
  trim: (dice) => ({ model: dice.any(MODELS), text: TEXT, limit: 12, keep: 'start', boundary: 'word' }),
  split: (dice) => ({ model: dice.any(MODELS), text: TEXT, limit: 12, overlap: { count: 1, unit: 'tokens' } }),
  attend: (dice) => ({ ...windowOf(), selections: [{ model: dice.any(MODELS), layer: 0, head: 'mean' }] }),
  surveyHeads: windowOf,
};

export const METHODS = Object.keys(VALID) as (keyof Inference)[];

function windowOf(): object {
  return { models: MODELS, text: TEXT, focus: 20, windowTokens: 12 };
}

function modelWindowOf(dice: Dice): object {
  return { model: dice.any(MODELS), text: TEXT, focus: 20, windowTokens: 12 };
}

/** A copy of a valid request. */
export function validRequest(method: keyof Inference, dice: Dice): object {
  return structuredClone(VALID[method](dice));
}

/** A copy of a request with a part of it replaced or removed, at any depth. */
export function corrupted(value: unknown, dice: Dice): unknown {
  if (typeof value !== 'object' || value === null || dice.chance(0.1)) return plainValue(dice);
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...value }) as Record<string, unknown>;
  const name = dice.any([...Object.keys(copy), '0', 'length', 'more']);
  if (Array.isArray(copy) && name === 'length') return copy.slice(1);
  if (dice.chance(0.15)) delete copy[name];
  else copy[name] = corrupted(copy[name], dice);
  return copy;
}
