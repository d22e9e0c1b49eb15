import assert from 'node:assert/strict';
import { LEVEL_BITS, surpriseLevel } from '../../src/core/expectation/surpriseShadingLevels';
import { summarizeSurprise } from '../../src/core/expectation/meanSurprisePerWord';

suite('surprise', () => {
  test('levels rise with the bits', () => {
    assert.deepEqual([0, 4.9, 5, 6.9, 7, 9, 11, 12.9, 13, 40].map(surpriseLevel), [0, 0, 1, 1, 2, 3, 4, 4, 5, 5]);
    assert.equal(surpriseLevel(Infinity), LEVEL_BITS.length);
  });

  test('of a word is the sum over its tokens; its span leaves out the space before it', () => {
    const text = 'Be unbrief, you fool.';
    const starts = Uint32Array.of(0, 2, 5, 10, 11, 15, 20);
    const ends = Uint32Array.of(2, 5, 10, 11, 15, 20, 21);
    const bits = Float32Array.of(4, 3, 5, 1, 2, 7, 2);
    const { bitsPerWord, words, mostSurprising } = summarizeSurprise(text, { starts, ends, bits }, 2);
    assert.equal(words, 4);
    assert.equal(bitsPerWord, 6);
    assert.deepEqual(mostSurprising, [
      { start: 3, end: 10, bits: 8 },
      { start: 16, end: 20, bits: 7 },
    ]);
  });

  test('of a text without words is 0 bits per word', () => {
    const noTokens = { starts: new Uint32Array(0), ends: new Uint32Array(0), bits: new Float32Array(0) };
    assert.deepEqual(summarizeSurprise('', noTokens, 3), { bitsPerWord: 0, words: 0, mostSurprising: [] });
  });
});
