import assert from 'node:assert/strict';
import { headOf, largest, rowSum, strongest, weightAt } from '../../src/core/attention';

// Two heads over two tokens: weights [2, 2, 2].
const layer = Float32Array.of(1, 0, 0.25, 0.75, 0, 1, 0.75, 0.25);

suite('attention', () => {
  test('one head', () => assert.deepEqual([...headOf(layer, 2, 2, 1).weights], [0, 1, 0.75, 0.25]));

  test('mean of heads', () => assert.deepEqual([...headOf(layer, 2, 2, 'mean').weights], [0.5, 0.5, 0.5, 0.5]));

  test('rows and columns', () => {
    const map = headOf(layer, 2, 2, 0);
    assert.equal(weightAt(map, 1, 0), 0.25);
    assert.equal(rowSum(map, 1), 1);
    assert.equal(largest(map), 1);
    assert.deepEqual(strongest(map, 1, 2), [1, 0]);
  });
});
