import assert from 'node:assert/strict';
import { restoreState } from '../../media/attention/attentionSavedState';
import { embeddedModels } from '../../src/core/models/embeddedModels';

suite('the saved state of the attention page', () => {
  const [bert, gpt] = embeddedModels;
  const CHOSEN = ['prompt-gpt', 'prompt-bert'];

  test('keeps a chosen model that is missing, for when it is back', () => {
    const without = restoreState({ view: { models: CHOSEN } }, [bert!]);
    assert.deepEqual(without.view.models, ['prompt-bert']);
    assert.deepEqual(without.chosenModels, CHOSEN);
    assert.deepEqual(restoreState(without, [bert!, gpt!]).view.models, CHOSEN);
  });

  test('shows the first model while all chosen ones are missing', () => {
    const { view, chosenModels } = restoreState({ view: { models: ['someone/gone'] } }, [bert!, gpt!]);
    assert.deepEqual([view.models, chosenModels], [['prompt-bert'], ['someone/gone']]);
  });

  test('gives way to a model that is to be shown', () => {
    const { view, chosenModels } = restoreState({ chosenModels: CHOSEN }, [bert!, gpt!], 'prompt-bert');
    assert.deepEqual([view.models, chosenModels], [['prompt-bert'], ['prompt-bert']]);
  });

  test('holds no ids that are not texts', () => {
    assert.deepEqual(restoreState({ chosenModels: 'all', view: { models: CHOSEN } }, [bert!]).chosenModels, []);
    assert.deepEqual(restoreState({ view: { models: [5, 'x'] } }, [bert!]).chosenModels, ['x']);
  });
});
