import assert from 'node:assert/strict';
import { shuffleWords } from '../../src/core/inside/shuffleWords';
import { seeded } from '../helpers/random';

suite('shuffled', () => {
  const text = 'First. The dog didn’t bite the man, though. Last.';
  const part = { start: 7, end: text.indexOf(' Last') };

  test('moves the words of the part alone; what stands between them stays', () => {
    const { text: now } = shuffleWords(text, part, seeded(1));
    assert.notEqual(now, text);
    assert.match(now, /^First\. \S+ \S+ \S+ \S+ \S+ \S+, \S+\. Last\.$/);
    assert.deepEqual(now.split(/[ ,.]+/).sort(), text.split(/[ ,.]+/).sort());
  });

  test('tells where each word stood and stands', () => {
    const { text: now, words } = shuffleWords(text, part, seeded(2));
    assert.equal(words.length, 7);
    for (const { before, now: place } of words)
      assert.equal(now.slice(place.start, place.end), text.slice(before.start, before.end));
    assert.deepEqual(
      words.map(({ before }) => before.start),
      words.map(({ before }) => before.start).sort((a, b) => a - b),
    );
  });

  test('is never the same order, when there is another', () => {
    for (let seed = 0; seed < 50; seed++)
      assert.equal(shuffleWords('a b', { start: 0, end: 3 }, seeded(seed)).text, 'b a');
    assert.equal(shuffleWords('a', { start: 0, end: 1 }, seeded(1)).text, 'a');
  });
});
