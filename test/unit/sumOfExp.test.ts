import assert from 'node:assert/strict';
import { sumOfExp, sumsOfExp } from '../../src/inference/generation/sumOfExp';
import { seeded } from '../helpers/random';

suite('sumOfExp', () => {
  test('equals the sum of Math.exp within a relative error of 1e-8, whatever the spread', () => {
    const random = seeded(5);
    for (const spread of [0, 0.01, 1, 10, 100, 1e4]) {
      const values = Float32Array.from({ length: 1000 }, () => spread * (random() - 0.5));
      const largest = values.reduce((a, b) => Math.max(a, b));
      const exact = values.reduce((sum, value) => sum + Math.exp(value - largest), 0);
      assert.ok(Math.abs(sumOfExp(values, largest) / exact - 1) < 1e-8, `spread ${spread}`);
    }
  });

  test('also weighs each term with its distance from the largest value', () => {
    const values = Float32Array.of(2, 1, -1, 2, -1e30);
    const { sum, weighted } = sumsOfExp(values, 2);
    assert.ok(Math.abs(sum - (2 + Math.exp(-1) + Math.exp(-3))) < 1e-7);
    assert.ok(Math.abs(weighted - (Math.exp(-1) + 3 * Math.exp(-3))) < 1e-7);
  });

  test('counts the largest value as 1 when others are negligible, and keeps NaN', () => {
    assert.equal(sumOfExp(Float32Array.of(3, -1e30, -Infinity), 3), 1);
    assert.ok(Number.isNaN(sumOfExp(Float32Array.of(NaN, 1), 1)));
  });
});
