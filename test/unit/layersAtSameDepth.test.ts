import assert from 'node:assert/strict';
import { layerAtSameDepth, layerOf, layersToPick } from '../../src/core/attention/layersAtSameDepth';
import { embeddedModels } from '../../src/core/models/embeddedModels';

suite('layers of models side by side', () => {
  const deep = { ...embeddedModels[0]!, id: 'deep', layers: 30 };
  const flat = { ...embeddedModels[0]!, id: 'flat', layers: 6 };

  test('are picked from those of the deepest model', () => assert.equal(layersToPick([flat, deep], 'encoder'), 30));

  test('stand beside those at the same relative depth', () => {
    const beside = [0, 6, 15, 29].map((layer) => layerOf(flat, layer, [deep, flat], 'encoder'));
    assert.deepEqual(beside, [0, 1, 3, 5]);
    assert.equal(layerOf(deep, 15, [deep, flat], 'encoder'), 15);
  });

  test('come back to themselves by way of a deeper model', () => {
    for (let layer = 0; layer < 6; layer++)
      assert.equal(layerAtSameDepth(layerAtSameDepth(layer, 6, 30), 30, 6), layer);
  });

  test('of a model with one layer are its middle, and aggregates stay', () => {
    assert.equal(layerAtSameDepth(0, 1, 12), 6);
    assert.equal(layerAtSameDepth('rollout', 6, 30), 'rollout');
  });
});
