import '../../src/inference/models/onnxRuntime.node';
import assert from 'node:assert/strict';
import path from 'node:path';
import { InferenceSession } from 'onnxruntime-node';
import type { Inference } from '../../src/contracts/inference';
import { DecoderWindows } from '../../src/inference/inside/decoderWindows';
import { layersOf } from '../helpers/layersOf';
import { AttentionReader } from '../../src/inference/attention/attentionReader';
import { attentionWindows } from '../../src/inference/attention/attentionWindow';
import { ModelCache } from '../../src/inference/models/modelCache';
import { inferenceService } from '../../src/inference/inferenceService';
import { MemoryManager } from '../../src/inference/memoryManager.node';
import { completionRequest } from '../helpers/completionRequest';
import { loadedModel, places, root } from '../helpers/fixtures';
import { unhurried } from '../helpers/inferences';

const SMOLLM2 = path.join(root, 'packs', 'smollm2', 'models', 'smollm2');
const AMPLE = 1e12;
/** Enough for both embedded models, and for looking inside them. */
const ENOUGH = 700e6;
const OVER = () => ENOUGH + 1;
const HOUR_MS = 3_600_000;
const text = 'You are a careful editor of prompts.';
const selection = { model: 'prompt-bert', layer: 0, head: 0 } as const;
const window = { models: ['prompt-bert'], text, focus: 0, windowTokens: 64, selections: [selection] };

suite('memory of the inference process', () => {
  /** A service within bounds. `events` records ids of released models, and `full`. */
  const startWithin = (maxBytes: number | undefined, idleMs: number, residentBytes = () => 0) => {
    const models = new ModelCache(places, 1);
    const events: string[] = [];
    const memory = new MemoryManager(
      models,
      { maxBytes, idleMs },
      { released: (labels) => events.push(`told of ${labels.join()}`), full: () => events.push('full') },
      residentBytes,
    );
    const inference = inferenceService(models, memory.afterPass);
    const { onRelease } = models;
    models.onRelease = (model) => {
      events.push(model.spec.id);
      onRelease(model);
    };
    const complete = () => inference.complete(completionRequest(text, { confidence: 0 }), unhurried);
    return { events, inference, complete };
  };

  test('releases nothing within its bounds', async () => {
    const { events, inference, complete } = startWithin(AMPLE, HOUR_MS);
    await complete();
    await inference.attend(window, unhurried);
    await complete();
    assert.deepEqual(events, []);
  });

  test('knows which of the loaded models was used longest ago', async () => {
    const models = new ModelCache(places, 1);
    for (const id of ['prompt-gpt', 'prompt-bert', 'prompt-gpt']) await models.get(id);
    assert.deepEqual(
      models.loaded.map(({ id }) => id),
      ['prompt-bert', 'prompt-gpt'],
    );
  });

  for (const [what, read] of [
    ['what is inside', (inference: Inference) => inference.attentionSteps({ ...window, ...selection }, unhurried)],
    ['attention', async (inference: Inference) => (await inference.attend(window, unhurried))[0]!],
  ] as const) {
    test(`over the bound it releases the session for ${what} first, then models; it opens again`, async () => {
      const models = new ModelCache(places, 1);
      const inference = inferenceService(models);
      const released: string[] = [];
      models.onRelease = (model) => released.push(model.spec.id);
      const memory = new MemoryManager(
        models,
        { maxBytes: ENOUGH, idleMs: HOUR_MS },
        { released: () => undefined, full: () => released.push('full') },
        OVER,
      );
      await models.get('prompt-gpt');
      const first = await read(inference);
      await memory.afterPass();
      assert.deepEqual(released, []);
      const again = await read(inference);
      assert.deepEqual(again.weights, first.weights);
      await memory.afterPass();
      assert.deepEqual(released, ['prompt-gpt']);
    });
  }

  test('a model that needs more than the limit is refused before it is loaded, with both numbers', async () => {
    const { events, inference, complete } = startWithin(500e6, HOUR_MS);
    const writing = inference.complete(completionRequest(text, { model: SMOLLM2 }), unhurried);
    await assert.rejects(
      writing,
      /needs about 5\d\d MB of memory, and the models may use 500 MB \(leftContext\.memory/,
    );
    assert.deepEqual(events, []);
    assert.ok(await complete(), 'a model of ours was refused');
  });

  test('so is a look inside a model that is loaded', async () => {
    const { inference } = startWithin(650e6, HOUR_MS);
    const complete = () => inference.complete(completionRequest(text, { model: SMOLLM2 }), unhurried);
    await complete();
    const attending = inference.attend({ ...window, models: [SMOLLM2], selections: [] }, unhurried);
    await assert.rejects(attending, /^Error: To look inside it, .* needs about 7\d\d MB/);
    assert.ok(await complete());
    await inference.release({ model: SMOLLM2 }, unhurried);
  });

  test('models that a request looks into together stay, however long the second one takes to load', async () => {
    const { events, inference } = startWithin(400e6, HOUR_MS);
    const models = ['prompt-bert', 'prompt-gpt'];
    const selections = models.map((model) => ({ ...selection, model }));
    const maps = await inference.attend({ ...window, models, selections }, unhurried);
    assert.equal(maps.length, 2);
    assert.deepEqual(events, []);
  });

  test('room for a model comes from the one that was used longest ago, and the user is told', async () => {
    const { events, inference, complete } = startWithin(380e6, HOUR_MS);
    await complete();
    await inference.compareSides({ causal: 'prompt-gpt', masked: 'prompt-bert', text, focus: 5 }, unhurried);
    assert.deepEqual(events, [], 'the other model of the request was released');
    await inference.release({ model: 'prompt-gpt' }, unhurried);
    await complete();
    assert.deepEqual(events, ['prompt-gpt', 'prompt-bert', 'told of our small BERT']);
  });

  test('without a limit, models may use what they need, and the process ends for no less than most of the machine', async () => {
    let bytes = 0;
    const { events, inference, complete } = startWithin(undefined, HOUR_MS, () => bytes);
    await complete();
    await inference.attend(window, unhurried);
    bytes = 400e6;
    await complete();
    assert.deepEqual(events, []);
    bytes = 900e6;
    for (let pass = 0; pass < 4; pass++) await complete();
    assert.deepEqual(events, []);
    bytes = 1e15;
    for (let pass = 0; pass < 4; pass++) await complete();
    assert.deepEqual(events.slice(0, 3), ['prompt-bert', 'told of our small BERT', 'full']);
  });

  suite('sessions', () => {
    const { create } = InferenceSession;
    const open = new Set<InferenceSession>();

    suiteSetup(() => {
      InferenceSession.create = async (...args: unknown[]) => {
        const session = await (create as (...args: unknown[]) => Promise<InferenceSession>)(...args);
        const release = session.release.bind(session);
        session.release = () => {
          open.delete(session);
          return release();
        };
        open.add(session);
        return session;
      };
    });
    suiteTeardown(() => (InferenceSession.create = create));

    test('are released with their model, also between two turns of a request', async () => {
      const { inference } = startWithin(AMPLE, HOUR_MS);
      const release = () => inference.release({ model: 'prompt-bert' }, unhurried);
      await inference.attend(window, unhurried);
      await inference.attentionSteps({ ...window, ...selection }, unhurried);
      assert.equal(open.size, 3);
      await release();
      assert.equal(open.size, 0);

      const selections = Array.from({ length: 4 }, (_, layer) => ({ ...selection, layer }));
      const attending = inference.attend({ ...window, selections }, unhurried).catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 20));
      await release();
      await attending;
      await release();
      assert.equal(open.size, 0);
    });

    test('that read sentences without rounding are released with their model', async () => {
      const { inference } = startWithin(AMPLE, HOUR_MS);
      const text = 'Say it in one word. Which colour has the sky?';
      const request = { model: 'prompt-gpt', text, parts: [{ start: 0, end: 19 }], answers: ['Blue.'] };
      await inference.sentenceEffects({ ...request, through: 'automatic' }, unhurried, () => undefined);
      assert.equal(open.size, 2);
      await inference.release({ model: 'prompt-gpt' }, unhurried);
      assert.equal(open.size, 0);
    });
  });

  test('attention is read from the int8 session when no float32 session opens, and is said to be rounded', async () => {
    const model = await loadedModel('prompt-bert');
    const reader = new AttentionReader(new DecoderWindows());
    const [ownWindow] = attentionWindows([model], window);
    const exact = await layersOf(reader, ownWindow!, [0]);
    const withoutFile = { ...model, file: `${model.file}.gone` };
    const [rounded] = await layersOf(reader, { ...ownWindow!, model: withoutFile }, [0]);
    const largest = rounded!.reduce((most, weight, at) => Math.max(most, Math.abs(weight - exact[0]![at]!)), 0);
    assert.ok(largest > 0 && largest < 0.1, `${largest}`);
    assert.equal(await reader.isRounded(ownWindow!), false);
    assert.equal(await reader.isRounded({ ...ownWindow!, model: withoutFile }), true);
    await reader.release(model);
    await model.session.release();
  });

  test('over the bound it releases models, and requests that load them again get equal answers', async () => {
    const { events, inference, complete } = startWithin(ENOUGH, HOUR_MS, OVER);
    const before = await complete();
    const [map] = await inference.attend(window, unhurried);
    assert.deepEqual((await complete()).texts, before.texts);
    const [again] = await inference.attend(window, unhurried);
    assert.deepEqual(again!.weights, map!.weights);
    assert.deepEqual((await complete()).texts, before.texts);
    assert.ok(events.includes('prompt-gpt') && events.includes('prompt-bert'), events.join());
  });

  test('a request for two models keeps both until its end, however low the bound', async () => {
    const { inference, events, complete } = startWithin(ENOUGH, HOUR_MS, OVER);
    const models = ['prompt-bert', 'prompt-gpt'];
    const selections = models.map((model) => ({ ...selection, model }));
    const maps = await inference.attend({ ...window, models, selections }, unhurried);
    const [alone] = await inference.attend(window, unhurried);
    assert.deepEqual(maps[0]!.weights, alone!.weights);
    await complete();
    await complete();
    assert.ok(events.includes('prompt-bert'), 'nothing was released after the request');
  });

  test('reports that it is full when one model is left', async () => {
    const { events, complete } = startWithin(ENOUGH, HOUR_MS, OVER);
    await complete();
    // The check after a pass ends before the next pass begins.
    await complete();
    assert.deepEqual(events.slice(0, 1), ['full']);
  });

  test('releases idle models, and keeps those in use', async () => {
    const { events, inference, complete } = startWithin(AMPLE, 400);
    await inference.attend(window, unhurried);
    await complete();
    await new Promise((resolve) => setTimeout(resolve, 300));
    await complete();
    await new Promise((resolve) => setTimeout(resolve, 200));
    await complete();
    await complete();
    assert.ok(events.includes('prompt-bert'), 'the idle model was not released');
    assert.ok(!events.includes('full'));
  });
});
