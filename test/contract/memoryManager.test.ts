import '../../src/inference/models/onnxRuntime.node';
import assert from 'node:assert/strict';
import { InferenceSession } from 'onnxruntime-node';
import type { Inference } from '../../src/contracts/inference';
import { AttentionReader } from '../../src/inference/attention/attentionReader';
import { attentionWindows } from '../../src/inference/attention/attentionWindow';
import { ModelCache } from '../../src/inference/models/modelCache';
import { inferenceService } from '../../src/inference/inferenceService';
import { MemoryManager } from '../../src/inference/memoryManager.node';
import { completionRequest } from '../helpers/completionRequest';
import { loadedModel, places } from '../helpers/fixtures';
import { unhurried } from '../helpers/inferences';

const AMPLE = 1e12;
const HOUR_MS = 3_600_000;
const text = 'You are a careful editor of prompts.';
const look = { model: 'prompt-bert', layer: 0, head: 0 } as const;
const window = { models: ['prompt-bert'], text, focus: 0, windowTokens: 64, selections: [look] };

suite('upkeep of the inference process', () => {
  /** Models within bounds, and what became of them. */
  const started = (mostBytes: number, idleMs: number) => {
    const models = new ModelCache(places, 1);
    const events: string[] = [];
    const upkeep = new MemoryManager(models, { mostBytes, idleMs }, () => events.push('full'));
    const inference = inferenceService(models, upkeep.afterPass);
    const forget = models.onRelease;
    models.onRelease = (model) => {
      events.push(model.spec.id);
      forget(model);
    };
    const complete = () => inference.complete(completionRequest(text, { confidence: 0 }), unhurried);
    return { events, inference, complete };
  };

  test('within its bounds nothing is let go of', async () => {
    const { events, inference, complete } = started(AMPLE, HOUR_MS);
    await complete();
    await inference.attend(window, unhurried);
    await complete();
    assert.deepEqual(events, []);
  });

  test('the model used longest ago goes first, and the latest stays', async () => {
    const models = new ModelCache(places, 1);
    const gone: string[] = [];
    models.onRelease = (model) => gone.push(model.spec.id);
    for (const id of ['prompt-gpt', 'prompt-bert', 'prompt-gpt']) await models.get(id);
    assert.equal(await models.releaseOldest(), true);
    assert.equal(await models.releaseOldest(), false);
    assert.deepEqual(gone, ['prompt-bert']);
  });

  for (const [what, ask] of [
    ['what is inside', (inference: Inference) => inference.attentionSteps({ ...window, ...look }, unhurried)],
    ['attention', async (inference: Inference) => (await inference.attend(window, unhurried))[0]!],
  ] as const) {
    test(`over the limit the session for ${what} goes first, then models, and it comes back when it is asked for`, async () => {
      const models = new ModelCache(places, 1);
      const inference = inferenceService(models);
      const gone: string[] = [];
      models.onRelease = (model) => gone.push(model.spec.id);
      const upkeep = new MemoryManager(models, { mostBytes: 1, idleMs: HOUR_MS }, () => gone.push('full'));
      await models.get('prompt-gpt');
      const first = await ask(inference);
      await upkeep.afterPass();
      assert.deepEqual(gone, []);
      const again = await ask(inference);
      assert.deepEqual(again.weights, first.weights);
      await upkeep.afterPass();
      assert.deepEqual(gone, ['prompt-gpt']);
    });
  }

  suite('sessions', () => {
    const { create } = InferenceSession;
    const live = new Set<InferenceSession>();

    suiteSetup(() => {
      InferenceSession.create = async (...args: unknown[]) => {
        const session = await (create as (...args: unknown[]) => Promise<InferenceSession>)(...args);
        const release = session.release.bind(session);
        session.release = () => {
          live.delete(session);
          return release();
        };
        live.add(session);
        return session;
      };
    });
    suiteTeardown(() => (InferenceSession.create = create));

    test('go with their model, also when that is released between two turns of a request', async () => {
      const { inference } = started(AMPLE, HOUR_MS);
      const release = () => inference.release({ model: 'prompt-bert' }, unhurried);
      await inference.attend(window, unhurried);
      await inference.attentionSteps({ ...window, ...look }, unhurried);
      assert.equal(live.size, 3);
      await release();
      assert.equal(live.size, 0);

      const selections = Array.from({ length: 4 }, (_, layer) => ({ ...look, layer }));
      const asked = inference.attend({ ...window, selections }, unhurried).catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 20));
      await release();
      await asked;
      await release();
      assert.equal(live.size, 0);
    });
  });

  test('attention that cannot be read in float32 is read from the session that there is', async () => {
    const model = await loadedModel('prompt-bert');
    const reader = new AttentionReader();
    const [own] = attentionWindows([model], window);
    const exact = await reader.read(own!, [0]);
    const lost = { ...model, file: `${model.file}.gone` };
    const [rounded] = await reader.read({ ...own!, model: lost }, [0]);
    const farthest = rounded!.reduce((most, weight, at) => Math.max(most, Math.abs(weight - exact[0]![at]!)), 0);
    assert.ok(farthest > 0 && farthest < 0.1, `${farthest}`);
    await reader.forget(model);
    await model.session.release();
  });

  test('over the limit models go, and what asks for them again gets the same', async () => {
    const { events, inference, complete } = started(1, HOUR_MS);
    const before = await complete();
    const [map] = await inference.attend(window, unhurried);
    assert.deepEqual((await complete()).texts, before.texts);
    const [again] = await inference.attend(window, unhurried);
    assert.deepEqual(again!.weights, map!.weights);
    assert.deepEqual((await complete()).texts, before.texts);
    assert.ok(events.includes('prompt-gpt') && events.includes('prompt-bert'), events.join());
  });

  test('a request that needs two models has both to its end, however little room there is', async () => {
    const { inference, events, complete } = started(1, HOUR_MS);
    const models = ['prompt-bert', 'prompt-gpt'];
    const selections = models.map((model) => ({ ...look, model }));
    const maps = await inference.attend({ ...window, models, selections }, unhurried);
    const [alone] = await inference.attend(window, unhurried);
    assert.deepEqual(maps[0]!.weights, alone!.weights);
    await complete();
    await complete();
    assert.ok(events.includes('prompt-bert'), 'there was room');
  });

  test('with one model left it says that it is full', async () => {
    const { events, complete } = started(1, HOUR_MS);
    await complete();
    // What is done after a pass ends before the next one begins.
    await complete();
    assert.deepEqual(events.slice(0, 1), ['full']);
  });

  test('what has not been used for long goes, what was used just now stays', async () => {
    const { events, inference, complete } = started(AMPLE, 400);
    await inference.attend(window, unhurried);
    await complete();
    await new Promise((resolve) => setTimeout(resolve, 300));
    await complete();
    await new Promise((resolve) => setTimeout(resolve, 200));
    await complete();
    await complete();
    assert.ok(events.includes('prompt-bert'), 'it was not let go of');
    assert.ok(!events.includes('full'));
  });
});
