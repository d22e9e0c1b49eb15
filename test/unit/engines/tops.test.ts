import assert from 'node:assert/strict';
import { divergenceOf } from '../../../src/core/expectation/jensenShannonDivergence';
import { divergenceOfTops } from '../../../src/engines/lenses/divergenceOfTops';
import { firstTokensBehind } from '../../../src/engines/lenses/firstTokens';
import { entropyFromTop, listed, unseenProbability } from '../../../src/engines/lenses/topAtPlace';
import { seeded } from '../../helpers/random';

/** A distribution over 400 tokens, some of them without a text of their own. */
function distribution(random: () => number, sharpness: number): number[] {
  const weights = Array.from({ length: 400 }, () => random() ** sharpness);
  const total = weights.reduce((sum, each) => sum + each, 0);
  return weights.map((each) => each / total);
}

const textOf = (id: number) => (id % 13 === 0 ? '' : id % 17 === 0 ? '\ufffd' : `t${id}`);

const topOf = (probabilities: readonly number[], count = 20) =>
  probabilities
    .map((probability, id) => ({ text: textOf(id), logProbability: Math.log(probability) }))
    .sort((a, b) => b.logProbability - a.logProbability)
    .slice(0, count);

suite('what the likeliest tokens tell of a distribution', () => {
  test('the divergence is a lower bound, and 0 for equal lists', () => {
    const random = seeded(8);
    for (let round = 0; round < 300; round++) {
      const [a, b] = [distribution(random, 1 + 40 * random()), distribution(random, 1 + 40 * random())];
      const bound = divergenceOfTops(topOf(a), topOf(b));
      assert.ok(bound <= divergenceOf(a, b) + 1e-9, `${bound}`);
      assert.ok(divergenceOfTops(topOf(a), topOf(a)) < 1e-9);
    }
  });

  test('what is not listed makes up 1 with what is', () => {
    const top = topOf(distribution(seeded(2), 6));
    const sum = top.reduce((total, { logProbability }) => total + Math.exp(logProbability), 0);
    assert.ok(Math.abs(sum + unseenProbability(top) - 1) < 1e-9);
    assert.equal(unseenProbability([{ text: 'a', logProbability: 1e-4 }]), 0);
    const few = listed(top.slice(0, 2));
    assert.deepEqual(few.likeliest.slice(2), ['', '', '']);
    assert.equal(few.probabilities[2], 0);
  });

  test('an estimated entropy is exact where all is listed, and never less than what the lists allow', () => {
    const all = [0.5, 0.25, 0.25].map((probability, id) => ({ text: `t${id}`, logProbability: Math.log(probability) }));
    assert.ok(Math.abs(entropyFromTop(all) - 1.5) < 1e-9);
    const top = topOf(distribution(seeded(5), 3));
    const seen = top.reduce((sum, { logProbability: log }) => sum - (Math.exp(log) * log) / Math.LN2, 0);
    assert.ok(entropyFromTop(top) > seen);
    assert.equal(entropyFromTop([]), 0);
  });
});

suite('tokens in place of half a word', () => {
  const top = [
    { text: ' assistant', logProbability: Math.log(0.4) },
    { text: ' as', logProbability: Math.log(0.1) },
    { text: ' the', logProbability: Math.log(0.2) },
    { text: ' assist', logProbability: Math.log(0.05) },
    { text: '', logProbability: Math.log(0.02) },
    { text: ' \ufffd', logProbability: Math.log(0.01) },
  ];

  test('begin with what is typed, and share the probability of all that agree with it', () => {
    const found = firstTokensBehind(' assist', top);
    assert.deepEqual(
      found.map(({ text }) => text),
      ['ant', ''],
    );
    assert.ok(Math.abs(Math.exp(found[0]!.logProbability) - 0.4 / 0.55) < 1e-9);
  });

  test('are all that have a text where nothing is typed, and none where nothing agrees', () => {
    assert.equal(firstTokensBehind('', top).length, 4);
    assert.deepEqual(firstTokensBehind(' zebra', top), []);
  });
});
