import assert from 'node:assert/strict';
import { memoryNeedOf } from '../../src/core/models/memoryNeed';

suite('the memory that a model needs', () => {
  const smolLm2 = { file: 112e6, layers: 30, heads: 9, width: 576, keyWidth: 192, isOurs: true };

  test('is about what was measured of SmolLM2: 290 MB loaded, and 150 MB more for every lens', () => {
    const { file, loaded, lenses } = memoryNeedOf(smolLm2);
    assert.equal(file, 112e6);
    assert.ok(loaded > 290e6 && loaded < 1.1 * 290e6, String(loaded));
    assert.ok(lenses > 150e6 && lenses < 1.2 * 150e6, String(lenses));
  });

  test('is larger where lenses open the graph a second time', () =>
    assert.ok(memoryNeedOf({ ...smolLm2, isOurs: false }).lenses > memoryNeedOf(smolLm2).lenses + 112e6));

  test('has no keys and values for a model that reads both ways', () =>
    assert.ok(memoryNeedOf({ ...smolLm2, keyWidth: 0 }).loaded < memoryNeedOf(smolLm2).loaded - 40e6));
});
