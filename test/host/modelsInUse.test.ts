import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ModelsInUse, type Replacement } from '../../src/features/models/modelsInUse';
import { withSetting } from './editor';
import { modelsOnOffer, PACK } from './modelsOnOffer';

suite('which model answers', () => {
  test('our own small models without the pack', () => {
    const models = modelsOnOffer();
    assert.deepEqual(models.writing(undefined), { id: 'prompt-gpt', label: 'our small GPT' });
    assert.equal(models.reading(undefined).id, 'prompt-gpt');
    assert.deepEqual(models.onPages(undefined), ['prompt-bert', 'prompt-gpt']);
    assert.deepEqual(models.sides(undefined), { causal: 'prompt-gpt', masked: 'prompt-bert' });
  });

  test('the pack’s models with the pack, and two of a kind for both sides', () => {
    const models = modelsOnOffer(PACK);
    assert.deepEqual(models.writing(undefined), { id: 'smollm2', label: 'SmolLM2' });
    assert.equal(models.reading(undefined).id, 'smollm2');
    assert.deepEqual(models.onPages(undefined), ['smollm2', 'minilm']);
    assert.deepEqual(models.sides(undefined), { causal: 'prompt-gpt', masked: 'prompt-bert' });
  });

  test('the model that somebody chose, whatever is installed', () =>
    withSetting('completion.model', 'prompt-gpt', async () => {
      const models = modelsOnOffer(PACK);
      assert.equal(models.writing(undefined).id, 'prompt-gpt');
      assert.equal(models.reading(undefined).id, 'prompt-gpt');
    }));

  test('a chosen model beside those that are chosen automatically', () =>
    withSetting('attention.models', ['prompt-gpt', 'automatic'], async () => {
      assert.deepEqual(modelsOnOffer(PACK).onPages(undefined), ['prompt-gpt', 'smollm2', 'minilm']);
      assert.deepEqual(modelsOnOffer().onPages(undefined), ['prompt-gpt', 'prompt-bert']);
    }));

  test('a chosen model for both sides, beside the model that reads everything else from the left', () =>
    withSetting('bothSides.model', 'Xenova/bert-base-uncased', async () => {
      assert.deepEqual(modelsOnOffer(PACK).sides(undefined), { causal: 'smollm2', masked: 'Xenova/bert-base-uncased' });
    }));

  test('on battery our small GPT writes in place of SmolLM2, and nothing else goes on', async () => {
    const battery = { reason: 'battery' } as const;
    const models = modelsOnOffer(PACK, battery);
    assert.equal(models.writing(undefined).id, 'prompt-gpt');
    assert.equal(models.pauseOfWriting(undefined), undefined);
    assert.equal(modelsOnOffer([], battery).pauseOfWriting(undefined), 'battery');
    assert.equal(modelsOnOffer(PACK, { reason: 'user' }).pauseOfWriting(undefined), 'user');
    await withSetting('completion.model', 'smollm2', async () => {
      assert.equal(modelsOnOffer(PACK, battery).pauseOfWriting(undefined), 'battery');
    });
  });

  test('in place of a model that cannot be used, our small GPT, until it is tried again', () => {
    const models = modelsOnOffer(PACK);
    const replaced: Replacement[] = [];
    models.onDidReplace((replacement) => replaced.push(replacement));
    for (let failure = 0; failure < 3; failure++) models.replace('smollm2', 'It is cut off.');
    models.replace('no-such-model', 'It is not in use.');
    models.replace('prompt-gpt', 'It has no other in its place.');
    assert.deepEqual(replaced, [{ model: 'smollm2', by: 'prompt-gpt', reason: 'It is cut off.' }]);
    const reason = 'SmolLM2 cannot be used';
    assert.deepEqual(models.writing(undefined), { id: 'prompt-gpt', label: 'our small GPT', reason });
    assert.equal(models.reading(undefined).id, 'prompt-gpt');
    assert.deepEqual(models.onPages(undefined), ['prompt-gpt', 'minilm']);
    models.retry();
    assert.equal(models.writing(undefined).id, 'smollm2');
  });

  test('in place of a chosen model that cannot be used, the automatic one, until the setting changes', async () => {
    const models = modelsOnOffer(PACK);
    await withSetting('attention.models', ['/gone'], () =>
      withSetting('completion.model', '/gone', async () => {
        assert.equal(models.writing(undefined).id, '/gone');
        models.replace('/gone', 'It is gone.');
        assert.equal(models.writing(undefined).id, 'smollm2');
        assert.match(models.writing(undefined).reason!, /gone cannot be used/);
        assert.deepEqual(models.onPages(undefined), ['smollm2', 'minilm']);
      }),
    );
    await withSetting('completion.model', '/gone', async () => assert.equal(models.writing(undefined).id, '/gone'));
  });

  test('SmolLM2 stays while the models run, however little memory is left', () => {
    const { event: onDidChange } = new vscode.EventEmitter<void>();
    let isRunning = true;
    let freeBytes = 8e9;
    const models = new ModelsInUse(
      { models: PACK, onDidChange },
      { reason: undefined, onDidChange },
      () => isRunning,
      () => ({ totalBytes: 16e9, freeBytes }),
    );
    const writer = () => models.writing(undefined).id;
    assert.equal(writer(), 'smollm2');
    freeBytes = 300e6;
    assert.equal(writer(), 'smollm2');
    isRunning = false;
    assert.equal(writer(), 'prompt-gpt');
    isRunning = true;
    assert.equal(writer(), 'prompt-gpt');
    freeBytes = 8e9;
    assert.equal(writer(), 'smollm2');
  });
});
