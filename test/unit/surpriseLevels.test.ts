import assert from 'node:assert/strict';
import { chanceInWords } from '../../src/core/expectation/chanceInWords';
import { LEVEL_BITS, surpriseLevels } from '../../src/core/expectation/surpriseShadingLevels';
import { summarizeSurprise } from '../../src/core/expectation/meanSurprisePerWord';

suite('surprise', () => {
  test('levels of the most surprising tenth rise with the bits', () => {
    const unsurprising = Array<number>(63).fill(6);
    const levels = surpriseLevels([8, 9.9, 10, 12, 14, 16, 40, ...unsurprising]);
    assert.deepEqual(levels, [1, 1, 2, 3, 4, LEVEL_BITS.length, LEVEL_BITS.length, ...unsurprising.map(() => 0)]);
  });

  test('no more than a tenth is shaded, however surprising all of it is', () => {
    const levels = surpriseLevels(Array.from({ length: 200 }, (_, word) => 15 + word / 100));
    assert.equal(levels.filter((level) => level > 0).length, 20);
    assert.ok(levels.slice(-20).every((level) => level > 0));
  });

  test('what is little more than expected is not shaded, even in a short text', () => {
    assert.deepEqual(surpriseLevels([7.9, 3]), [0, 0]);
    assert.deepEqual(surpriseLevels([12, 3]), [3, 0]);
    assert.deepEqual(surpriseLevels([]), []);
  });

  test('in words is a percentage or odds', () => {
    const bits = [0, 1, Math.log2(9.9), Math.log2(10.2), 19, 29, 30, 75];
    assert.deepEqual(bits.map(chanceInWords), [
      '100%',
      '50%',
      '10%',
      '1 in 10',
      '1 in 520,000',
      '1 in 540,000,000',
      'less than 1 in a billion',
      'less than 1 in a billion',
    ]);
  });

  test('of a word is the sum over its tokens; the words beyond expectation come first', () => {
    const text = 'Be unbrief, you fool.';
    const starts = Uint32Array.of(0, 2, 5, 10, 11, 15, 20);
    const ends = Uint32Array.of(2, 5, 10, 11, 15, 20, 21);
    const bits = Float32Array.of(4, 3, 5, 1, 2, 7, 2);
    const entropies = Float32Array.of(2, 2, 3, 1, 1, 1, 1);
    const { bitsPerWord, words, mostSurprising } = summarizeSurprise(text, { starts, ends, bits, entropies }, 2);
    assert.equal(words, 4);
    assert.equal(bitsPerWord, 5.25);
    assert.deepEqual(mostSurprising, [
      { start: 16, end: 20, bits: 7, excess: 6, tokens: [5] },
      { start: 3, end: 10, bits: 8, excess: 3, tokens: [1, 2] },
    ]);
  });

  test('of a text without words is 0 bits per word', () => {
    const noTokens = {
      starts: new Uint32Array(0),
      ends: new Uint32Array(0),
      bits: new Float32Array(0),
      entropies: new Float32Array(0),
    };
    assert.deepEqual(summarizeSurprise('', noTokens, 3), { bitsPerWord: 0, words: 0, mostSurprising: [] });
  });
});
