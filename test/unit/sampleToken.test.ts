import assert from 'node:assert/strict';
import { topTokens } from '../../src/inference/generation/topTokens';
import { sampleToken } from '../../src/inference/generation/sampleToken';
import { seeded } from '../helpers/random';

suite('sampleToken', () => {
  const probabilities = [0.5, 0.25, 0.15, 0.1];
  const choices = probabilities.map((probability, id) => ({ id, logProbability: Math.log(probability) }));

  /** Share of each token among 20,000 samples. */
  const shares = (sampling: { temperature: number; topK: number; topP: number }) => {
    const random = seeded(3);
    const counts = [0, 0, 0, 0];
    for (let sample = 0; sample < 20_000; sample++) counts[sampleToken(choices, sampling, random).id]!++;
    return counts.map((count) => count / 20_000);
  };
  const assertNear = (actual: number[], expected: number[]) =>
    actual.forEach((share, index) =>
      assert.ok(Math.abs(share - expected[index]!) < 0.015, `${actual} is not ${expected}`),
    );

  test('temperature 0 takes the likeliest', () =>
    assertNear(shares({ temperature: 0, topK: 4, topP: 1 }), [1, 0, 0, 0]));
  test('temperature 1 samples from the model’s distribution', () =>
    assertNear(shares({ temperature: 1, topK: 4, topP: 1 }), probabilities));
  test('top-k keeps the k likeliest', () =>
    assertNear(shares({ temperature: 1, topK: 2, topP: 1 }), [2 / 3, 1 / 3, 0, 0]));
  test('top-p keeps the fewest that reach p', () =>
    assertNear(shares({ temperature: 1, topK: 4, topP: 0.7 }), [2 / 3, 1 / 3, 0, 0]));
  test('temperature 2 takes the square root of the probabilities', () => {
    const roots = probabilities.map(Math.sqrt);
    const sum = roots.reduce((a, b) => a + b);
    assertNear(
      shares({ temperature: 2, topK: 4, topP: 1 }),
      roots.map((root) => root / sum),
    );
  });

  test('topTokens returns the likeliest tokens of the softmax, in order', () => {
    const random = seeded(4);
    const logits = Float32Array.from({ length: 300 }, () => random() * 30 - 15);
    const sum = logits.reduce((total, logit) => total + Math.exp(logit), 0);
    const expected = [...logits.keys()].sort((a, b) => logits[b]! - logits[a]!).slice(0, 10);
    const actual = topTokens(logits, 10);
    assert.deepEqual(
      actual.map(({ id }) => id),
      expected,
    );
    for (const { id, logProbability } of actual) {
      assert.ok(Math.abs(Math.exp(logProbability) - Math.exp(logits[id]!) / sum) < 1e-6);
    }
  });
});
