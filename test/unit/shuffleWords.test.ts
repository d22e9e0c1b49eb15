import assert from 'node:assert/strict';
import { shuffleWords } from '../../src/core/inside/shuffleWords';
import { seeded } from '../helpers/random';

suite('shuffling words', () => {
  const text = 'First. The dog didn’t bite the man, though. Last.';
  const part = { start: 7, end: text.indexOf(' Last') };

  test('moves only the words of the part; punctuation and spaces stay', () => {
    const { text: shuffled } = shuffleWords(text, part, seeded(1));
    assert.notEqual(shuffled, text);
    assert.match(shuffled, /^First\. \S+ \S+ \S+ \S+ \S+ \S+, \S+\. Last\.$/);
    assert.deepEqual(shuffled.split(/[ ,.]+/).sort(), text.split(/[ ,.]+/).sort());
  });

  test('reports the old and new place of each word', () => {
    const { text: shuffled, words } = shuffleWords(text, part, seeded(2));
    assert.equal(words.length, 7);
    for (const { before, after } of words)
      assert.equal(shuffled.slice(after.start, after.end), text.slice(before.start, before.end));
    assert.deepEqual(
      words.map(({ before }) => before.start),
      words.map(({ before }) => before.start).sort((a, b) => a - b),
    );
  });

  test('always changes the order when there are two words or more', () => {
    for (let seed = 0; seed < 50; seed++)
      assert.equal(shuffleWords('a b', { start: 0, end: 3 }, seeded(seed)).text, 'b a');
    assert.equal(shuffleWords('a', { start: 0, end: 1 }, seeded(1)).text, 'a');
  });
});
