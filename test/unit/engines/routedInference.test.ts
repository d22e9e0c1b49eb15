import assert from 'node:assert/strict';
import type { Completion, CompletionRequest } from '../../../src/contracts/completionRequests';
import type { Inference } from '../../../src/contracts/inference';
import type { CountRequest, CountResult } from '../../../src/contracts/tokenRequests';
import { EngineError } from '../../../src/engines/engineError';
import { routedInference, type Routing } from '../../../src/host/routedInference';

const { signal } = new AbortController();
const COMPLETION: Completion = {
  texts: ['here'],
  firstTokenProbability: 1,
  chances: { word: 1, letter: 1 },
  contextTokens: 1,
  contextStart: 0,
  generatedTokens: 1,
  milliseconds: 1,
};
const REQUEST: CompletionRequest = {
  model: 'engine:desk',
  left: 'You are',
  right: '',
  length: 'word',
  confidence: 0,
  sampling: { temperature: 0, topK: 1, topP: 1 },
  alternatives: 1,
  mayFallBack: true,
};
const DOWN = () => Promise.reject(new EngineError('unreachable', 'desk cannot be reached.'));

/** Notes the requests that it gets. */
function noting(name: string, asked: string[], parts: Partial<Inference> = {}): Inference {
  return new Proxy({} as Inference, {
    get: (_, method: keyof Inference) => {
      return (request: never, ...rest: never[]) => {
        asked.push(`${name}.${method}`);
        const part = parts[method] as ((...all: never[]) => unknown) | undefined;
        return part ? part(request, ...rest) : Promise.resolve([]);
      };
    },
  });
}

suite('requests go', () => {
  let asked: string[];
  setup(() => (asked = []));

  const routed = (here: Partial<Inference> = {}, there: Partial<Inference> = {}, routing: Partial<Routing> = {}) =>
    routedInference(noting('here', asked, here), noting('there', asked, there), {
      isYetToConnect: () => false,
      connectSoon: (name) => asked.push(`connect ${name}`),
      writerHere: () => 'smollm2',
      ...routing,
    });

  test('to the engine that their model names, and to this machine otherwise', async () => {
    const inference = routed();
    await inference.surprise({ model: 'engine:desk', text: '', focus: 0 }, signal);
    await inference.surprise({ model: 'smollm2', text: '', focus: 0 }, signal);
    const window = { text: '', focus: 0, windowTokens: 8, selections: [] };
    await inference.attend({ ...window, models: ['smollm2', 'minilm'] }, signal);
    await inference.attend({ ...window, models: ['engine:desk'] }, signal);
    assert.deepEqual(asked, ['there.surprise', 'here.surprise', 'here.attend', 'there.attend']);
  });

  test('never elsewhere with the memory of the workspace, or for both sides', async () => {
    const inference = routed();
    await inference.learn({ documents: [] }, signal);
    await inference.compareSides({ causal: 'engine:desk', masked: 'prompt-bert', text: '', focus: 0 }, signal);
    assert.deepEqual(asked, ['here.learn', 'here.compareSides']);
  });

  test('to the model here in place of an engine that fails, which is named with its reason', async () => {
    const models: string[] = [];
    const complete: Inference['complete'] = async ({ model }) => {
      models.push(model);
      return COMPLETION;
    };
    const { standIn, texts } = await routed({ complete }, { complete: DOWN }).complete(REQUEST, signal);
    assert.deepEqual(models, ['smollm2']);
    assert.deepEqual(texts, ['here']);
    assert.deepEqual(standIn, { model: 'smollm2', failure: 'desk cannot be reached.' });
  });

  test('to the model here while an engine is being connected, which is no failure', async () => {
    const standIn = { model: 'prompt-ngram' };
    const complete = () => Promise.resolve({ ...COMPLETION, standIn });
    const inference = routed({ complete }, {}, { isYetToConnect: () => true });
    assert.deepEqual((await inference.complete(REQUEST, signal)).standIn, standIn);
    assert.deepEqual(asked, ['connect desk', 'here.complete']);
  });

  test('to the model here while an engine reads for long, which goes on in a pause', async function () {
    this.timeout(20_000);
    let isStopped = false;
    const complete: Inference['complete'] = (_, slow) =>
      new Promise((__, reject) =>
        slow.addEventListener('abort', () => {
          isStopped = true;
          reject(slow.reason as Error);
        }),
      );
    const here = () => Promise.resolve(COMPLETION);
    const { standIn } = await routed({ complete: here }, { complete }).complete(REQUEST, signal);
    assert.deepEqual(standIn, { model: 'smollm2', isReading: true });
    assert.ok(isStopped);
  });

  test('to the engine alone where nobody may stand in', async () => {
    const inference = routed({}, { complete: DOWN });
    await assert.rejects(inference.complete({ ...REQUEST, mayFallBack: false }, signal), /cannot be reached/);
    const paused = routed({}, { complete: DOWN }, { writerHere: () => undefined });
    await assert.rejects(paused.complete(REQUEST, signal), /cannot be reached/);
    assert.deepEqual(asked, ['there.complete', 'there.complete']);
  });

  test('nowhere else once they are given up', async () => {
    const controller = new AbortController();
    const complete = () => {
      controller.abort();
      return Promise.reject(controller.signal.reason as Error);
    };
    await assert.rejects(routed({}, { complete }).complete(REQUEST, controller.signal), { name: 'AbortError' });
    assert.deepEqual(asked, ['there.complete']);
  });
});

suite('counts of models here and of engines', () => {
  const counted =
    (tokens: number): Inference['count'] =>
    async ({ counters, spans }) =>
      counters.map(({ model }): CountResult => {
        const count = { count: tokens, limit: 512, specialTokens: 0, at: undefined };
        return { ...count, model, spanCounts: spans.map(() => count) };
      });
  const request = (...models: string[]): CountRequest => ({
    document: 'a',
    baseVersion: undefined,
    version: 1,
    changes: [{ offset: 0, length: 0, text: 'Hello' }],
    length: 5,
    counters: models.map((model) => ({ model, limit: undefined })),
    spans: [{ start: 0, end: 5 }],
  });
  const routing = { isYetToConnect: () => false, connectSoon: () => undefined, writerHere: () => undefined };
  const inference = (here: Inference['count'], there: Inference['count']) =>
    routedInference({ count: here } as Inference, { count: there } as Inference, routing);
  const summary = (results: readonly CountResult[] | null) =>
    results?.map(({ model, count, problem, spanCounts }) => [model, problem ?? count, spanCounts.length]);

  test('come in the order of the counters', async () => {
    const counts = await inference(counted(3), counted(4)).count(
      request('o200k_base', 'engine:desk', 'prompt-bert'),
      signal,
    );
    assert.deepEqual(summary(counts), [
      ['o200k_base', 3, 1],
      ['engine:desk', 4, 1],
      ['prompt-bert', 3, 1],
    ]);
  });

  test('are there without those of an engine that fails, unless it comes first', async () => {
    const failing = inference(counted(3), DOWN);
    assert.deepEqual(summary(await failing.count(request('o200k_base', 'engine:desk'), signal)), [
      ['o200k_base', 3, 1],
      ['engine:desk', 'desk cannot be reached.', 1],
    ]);
    await assert.rejects(failing.count(request('engine:desk', 'o200k_base'), signal), /cannot be reached/);
  });

  test('are there without those of a model here that cannot count, unless it comes first', async () => {
    const here: Inference['count'] = async (asked, ...rest) => {
      if (asked.counters[0]!.model === '/gone') throw new Error('It is gone.');
      const results = await counted(3)(asked, ...rest);
      return results!.map((result) => (result.model === '/gone' ? { ...result, problem: 'It is gone.' } : result));
    };
    const counts = await inference(here, counted(4)).count(request('engine:desk', '/gone', 'o200k_base'), signal);
    assert.deepEqual(summary(counts), [
      ['engine:desk', 4, 1],
      ['/gone', 'It is gone.', 1],
      ['o200k_base', 3, 1],
    ]);
    await assert.rejects(inference(here, counted(4)).count(request('/gone', 'engine:desk'), signal), /gone/);
  });

  test('want the whole text when one side lacks it', async () => {
    const lacking = async () => null;
    for (const both of [inference(lacking, counted(4)), inference(counted(3), lacking)])
      assert.equal(await both.count(request('o200k_base', 'engine:desk'), signal), null);
  });
});
