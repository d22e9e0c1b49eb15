import assert from 'node:assert/strict';
import { topTokens } from '../../src/inference/generation/topTokens';
import { sampleToken } from '../../src/inference/generation/sampleToken';
import { seeded } from '../helpers/random';

suite('sample', () => {
  const probabilities = [0.5, 0.25, 0.15, 0.1];
  const choices = probabilities.map((probability, id) => ({ id, logProbability: Math.log(probability) }));

  /** How often each is drawn in 20,000 draws, as a share. */
  const shares = (sampling: { temperature: number; topK: number; topP: number }) => {
    const random = seeded(3);
    const counts = [0, 0, 0, 0];
    for (let draw = 0; draw < 20_000; draw++) counts[sampleToken(choices, sampling, random).id]!++;
    return counts.map((count) => count / 20_000);
  };
  const near = (actual: number[], expected: number[]) =>
    actual.forEach((share, index) =>
      assert.ok(Math.abs(share - expected[index]!) < 0.015, `${actual} is not ${expected}`),
    );

  test('temperature 0 takes the likeliest', () => near(shares({ temperature: 0, topK: 4, topP: 1 }), [1, 0, 0, 0]));
  test('temperature 1 draws as the model expects', () =>
    near(shares({ temperature: 1, topK: 4, topP: 1 }), probabilities));
  test('top-k leaves the first k', () => near(shares({ temperature: 1, topK: 2, topP: 1 }), [2 / 3, 1 / 3, 0, 0]));
  test('top-p leaves the fewest that reach p', () =>
    near(shares({ temperature: 1, topK: 4, topP: 0.7 }), [2 / 3, 1 / 3, 0, 0]));
  test('temperature 2 flattens by the square root', () => {
    const roots = probabilities.map(Math.sqrt);
    const sum = roots.reduce((a, b) => a + b);
    near(
      shares({ temperature: 2, topK: 4, topP: 1 }),
      roots.map((root) => root / sum),
    );
  });

  test('likeliestOf gives the head of the softmax, in order', () => {
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
