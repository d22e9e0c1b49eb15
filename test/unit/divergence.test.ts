import assert from 'node:assert/strict';
import { divergenceOf } from '../../src/core/expectation/divergence';
import { needsRightContext } from '../../src/core/expectation/rightContext';
import { seeded } from '../helpers/random';

const close = (actual: number, expected: number) => assert.ok(Math.abs(actual - expected) < 1e-12, `${actual}`);

suite('divergence', () => {
  test('is 0 of equal distributions, 1 of those that have nothing in common', () => {
    close(divergenceOf([0.25, 0.5], [0.25, 0.5]), 0);
    close(divergenceOf([1, 0], [0, 1]), 1);
    close(divergenceOf([], []), 0);
  });

  test('is the entropy of the mean less the mean entropy', () => {
    // H(3/8, 5/8) − (H(1/4, 3/4) + H(1/2, 1/2)) / 2
    const entropy = (p: number) => -p * Math.log2(p) - (1 - p) * Math.log2(1 - p);
    close(divergenceOf([0.25, 0.75], [0.5, 0.5]), entropy(3 / 8) - (entropy(1 / 4) + 1) / 2);
  });

  test('is the same both ways, within its bounds, and no larger when outcomes are taken together', () => {
    const random = seeded(5);
    for (let round = 0; round < 500; round++) {
      const draw = () => Array.from({ length: 12 }, () => random() ** 4);
      const normal = (values: number[]) => values.map((value) => value / values.reduce((a, b) => a + b));
      const [p, q] = [normal(draw()), normal(draw())];
      const whole = divergenceOf(p, q);
      close(divergenceOf(q, p), whole);
      assert.ok(whole >= 0 && whole <= 1);
      // What is left out is one outcome.
      assert.ok(divergenceOf(p.slice(0, 7), q.slice(0, 7)) <= whole + 1e-12);
    }
  });
});

suite('hindsight', () => {
  const word = (left: number, both: number) => ({ start: 0, end: 1, left, both });

  test('a word needs what comes later when only that makes it expected', () => {
    assert.ok(needsRightContext(word(12, 1)));
    assert.ok(!needsRightContext(word(12, 9)));
    assert.ok(!needsRightContext(word(6, 0.1)));
    assert.ok(!needsRightContext(word(8, 4)));
  });
});
