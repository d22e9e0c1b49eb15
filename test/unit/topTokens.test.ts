import assert from 'node:assert/strict';
import { topToken } from '../../src/inference/generation/topTokens';
import { seeded } from '../helpers/random';

suite('topToken', () => {
  test('is the argmax of the softmax, with its log-probability', () => {
    const random = seeded(1);
    for (let round = 0; round < 200; round++) {
      const logits = Float32Array.from({ length: 50 }, () => random() * 80 - 40);
      const exponentials = [...logits].map(Math.exp);
      const sum = exponentials.reduce((a, b) => a + b);
      const best = exponentials.indexOf(Math.max(...exponentials));
      const choice = topToken(logits);
      assert.equal(choice.id, best);
      assert.ok(Math.abs(choice.logProbability - Math.log(exponentials[best]! / sum)) < 1e-5);
    }
  });
});
