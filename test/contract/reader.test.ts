import '../../src/inference/models/onnxRuntime.node';
import assert from 'node:assert/strict';
import { env } from '@xenova/transformers';
import { promptGpt } from '../../src/core/models';
import { likeliest } from '../../src/inference/generation/likeliest';
import { PrefixReader } from '../../src/inference/generation/reader';
import { loadModel, type LoadedModel } from '../../src/inference/models/loadedModel';
import { models, samplePrompt } from '../helpers/fixtures';
import { seeded } from '../helpers/random';

suite('PrefixReader', () => {
  let model: LoadedModel;
  let ids: Int32Array;

  suiteSetup(async () => {
    env.allowRemoteModels = false;
    env.localModelPath = models;
    model = await loadModel(promptGpt, 1);
    ids = model.tokenizer.encode(samplePrompt('research-assistant.md')).ids.slice(0, 96);
  });

  test('gives one row of logits for each token that is kept', async () => {
    const logits = await new PrefixReader(model).read(ids, 5);
    assert.equal(logits.length, 5 * model.tokenizer.vocabularyBytes.length);
  });

  test('expects much the same with a remembered prefix as without', async () => {
    const random = seeded(11);
    const remembering = new PrefixReader(model);
    let differences = 0;
    for (let edit = 0; edit < 40; edit++) {
      const end = 8 + Math.floor(random() * (ids.length - 8));
      const changed = ids.slice(0, end);
      changed[Math.floor(random() * end)] = Math.floor(random() * 8000);
      const reused = likeliest(await remembering.read(changed, 1));
      const fresh = likeliest(await new PrefixReader(model).read(changed, 1));
      differences += Math.abs(reused.logProbability - fresh.logProbability);
    }
    // The int8 graph's activation scales depend on how the text was split, so that small differences remain.
    assert.ok(differences / 40 < 0.1, `${differences / 40} nats on average`);
  });

  test('remembers nothing false after a pass that failed', async () => {
    const reader = new PrefixReader(model);
    const before = await reader.read(ids, 1);
    const beyondVocabulary = Int32Array.of(...ids.subarray(0, 50), 1_000_000);
    await assert.rejects(reader.read(beyondVocabulary, 1));
    assert.deepEqual(await reader.read(ids, 1), before);
  });
});
