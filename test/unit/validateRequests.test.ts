import assert from 'node:assert/strict';
import type { Inference } from '../../src/contracts/inference';
import { validateRequest } from '../../src/inference/services/validateRequests';

const WINDOW = { models: ['a'], text: 'Be brief.', focus: 0, windowTokens: 32 };
const COUNT = {
  document: 'a',
  baseVersion: undefined,
  version: 1,
  changes: [{ offset: 0, length: 0, text: 'Be brief.' }],
  length: 9,
  counters: [{ model: 'a', limit: Infinity }],
  spans: [],
};

/** What each refused request must be told. */
const REFUSED: readonly (readonly [method: keyof Inference, request: unknown, message: string])[] = [
  ['tokenize', undefined, 'tokenize must be an object'],
  ['tokenize', { model: 'a' }, 'tokenize.text must be a string'],
  ['surprise', { model: 'a', text: '', focus: -1 }, 'surprise.focus must be a whole number of 0 or more'],
  ['rewrite', { model: 'a', text: '', maxTokens: 4096 }, 'rewrite.maxTokens must be a whole number from 1 to 2048'],
  ['visibleContext', { model: 'a', left: '', length: 'page' }, 'visibleContext.length must be one of “word”, “clause”'],
  ['surveyHeads', { ...WINDOW, models: [] }, 'surveyHeads.models must be a list of 1 to 16 entries'],
  ['surveyHeads', { ...WINDOW, part: 'middle' }, 'surveyHeads.part must be one of “encoder”, “decoder”, “cross”'],
  [
    'attend',
    { ...WINDOW, selections: [{ model: 'a', layer: 0, head: -1 }] },
    'attend.selections.0.head must be a whole number of 0 or more or “mean” or “max”',
  ],
  [
    'count',
    { ...COUNT, counters: [{ model: 'a', limit: 0 }] },
    'count.counters.0.limit must be a whole number of 1 or',
  ],
  ['split', { model: 'a', text: '', limit: 8, overlap: { count: 1 } }, 'split.overlap.unit must be one of “tokens”'],
];

suite('validateRequest', () => {
  for (const [method, request, message] of REFUSED) {
    test(`says that ${message}`, () => {
      assert.throws(
        () => validateRequest(method, request),
        (error: Error) =>
          error.message.startsWith(`The models got an invalid request: ${message}`) &&
          error.message.endsWith('Run “Left Context Models: Restart Models”, and report this if it happens again.'),
      );
    });
  }

  test('accepts optional fields that are missing or undefined, and fields it does not know', () => {
    validateRequest('surveyHeads', WINDOW);
    validateRequest('surveyHeads', { ...WINDOW, part: undefined, other: 1 });
    validateRequest('count', COUNT);
  });

  test('never repeats a value of the request, which can be private text', () => {
    const secret = 'My password is 1234.';
    for (const request of [secret, { model: secret, text: [secret] }, { model: 'a', text: { [secret]: secret } }])
      assert.throws(
        () => validateRequest('tokenize', request),
        (error: Error) => !error.message.includes('password'),
      );
  });
});
