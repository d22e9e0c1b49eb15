import assert from 'node:assert/strict';
import { pcaProjection } from '../../media/inside/pcaProjection';
import { normalizeVectors, similarity, tableOf, vectorAt } from '../../src/core/inside/vectorSimilarity';
import { poolVectors } from '../../src/core/inside/averageTokenVectors';
import { unitsOf } from '../../src/core/text/compareByTokenWordOrSentence';
import { inferences, unhurried } from '../helpers/inferences';

/** Two banks of rivers, then two for money. The sense is clear from the left context, which is all that a GPT reads. */
const TEXT = 'The river bank was steep. The river bank was wet. The money is in the bank. Her money is in the bank.';

suite('the same word in two senses', () => {
  const { inference, stop } = inferences['in this thread']!();
  suiteTeardown(stop);

  for (const model of ['prompt-bert', 'prompt-gpt']) {
    test(`${model}: one vector at the input; after layer 6 and in its plot the senses separate`, async () => {
      const request = { model, text: TEXT, focus: 0, windowTokens: 128, layers: [0, 6] };
      const answer = await inference.vectors(request, unhurried);
      const units = unitsOf(answer, TEXT, 'word');
      const [input, later] = answer.vectors.map((values) =>
        poolVectors(tableOf(answer.pieces.length, values), units.tokens),
      );
      const banks = [...units.labels.keys()].filter((unit) => units.labels[unit]!.trim() === 'bank');
      assert.equal(banks.length, 4);
      for (const bank of banks) assert.deepEqual(vectorAt(input!, bank), vectorAt(input!, banks[0]!));

      const similarityOf = (a: number, b: number) => similarity(vectorAt(later!, a), vectorAt(later!, b), 'cosine');
      const { points } = pcaProjection(normalizeVectors(later!));
      const distanceOf = (a: number, b: number) =>
        Math.hypot(points[2 * a]! - points[2 * b]!, points[2 * a + 1]! - points[2 * b + 1]!);
      const [river, wet, money, hers] = banks as [number, number, number, number];
      for (const [one, other] of [
        [river, wet],
        [money, hers],
      ] as const) {
        for (const stranger of banks.filter((bank) => bank !== one && bank !== other)) {
          const what = `${banks.indexOf(one)} ${banks.indexOf(other)} ${banks.indexOf(stranger)}`;
          const [near, far] = [similarityOf(one, other), similarityOf(one, stranger)];
          assert.ok(near > far, `${what}: ${near} ${far}`);
          const [short, long] = [distanceOf(one, other), distanceOf(one, stranger)];
          assert.ok(short < long, `${what}: ${short} ${long}`);
        }
      }
    });
  }
});
