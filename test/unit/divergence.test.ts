import assert from 'node:assert/strict';
import { divergenceOf } from '../../src/core/expectation/jensenShannonDivergence';
import { needsRightContext } from '../../src/core/expectation/needsRightContext';
import { seeded } from '../helpers/random';

const assertClose = (actual: number, expected: number) => assert.ok(Math.abs(actual - expected) < 1e-12, `${actual}`);

suite('divergence', () => {
  test('is 0 for equal distributions and 1 for disjoint ones', () => {
    assertClose(divergenceOf([0.25, 0.5], [0.25, 0.5]), 0);
    assertClose(divergenceOf([1, 0], [0, 1]), 1);
    assertClose(divergenceOf([], []), 0);
  });

  test('is the entropy of the mean less the mean entropy', () => {
    // H(3/8, 5/8) − (H(1/4, 3/4) + H(1/2, 1/2)) / 2
    const entropy = (p: number) => -p * Math.log2(p) - (1 - p) * Math.log2(1 - p);
    assertClose(divergenceOf([0.25, 0.75], [0.5, 0.5]), entropy(3 / 8) - (entropy(1 / 4) + 1) / 2);
  });

  test('is symmetric, between 0 and 1, and no larger when outcomes are merged', () => {
    const random = seeded(5);
    for (let round = 0; round < 500; round++) {
      const draw = () => Array.from({ length: 12 }, () => random() ** 4);
      const normalized = (values: number[]) => values.map((value) => value / values.reduce((a, b) => a + b));
      const [p, q] = [normalized(draw()), normalized(draw())];
      const whole = divergenceOf(p, q);
      assertClose(divergenceOf(q, p), whole);
      assert.ok(whole >= 0 && whole <= 1);
      // The outcomes that are left out count as one.
      assert.ok(divergenceOf(p.slice(0, 7), q.slice(0, 7)) <= whole + 1e-12);
    }
  });
});

suite('right context', () => {
  const word = (leftBits: number, bothBits: number) => ({ start: 0, end: 1, leftBits, bothBits });

  test('is needed by words that are unexpected from the left and expected from both sides', () => {
    assert.ok(needsRightContext(word(12, 1)));
    assert.ok(!needsRightContext(word(12, 9)));
    assert.ok(!needsRightContext(word(6, 0.1)));
    assert.ok(!needsRightContext(word(8, 4)));
  });
});
