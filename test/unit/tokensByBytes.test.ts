import assert from 'node:assert/strict';
import { tokensByBytes } from '../../src/inference/tokens/tokensByBytes';
import { seeded } from '../helpers/random';

suite('tokensByBytes', () => {
  test('finds the tokens that begin with some bytes and are longer, and the one that has exactly these', () => {
    const tokens = tokensByBytes(['b', 'ab', 'a', '', 'abc', 'ac', 'ab\xff']);
    assert.deepEqual([...tokens.beyond('ab')].sort(), [4, 6]);
    assert.equal(tokens.beyond('').length, 6);
    assert.deepEqual([...tokens.beyond('abcd')], []);
    assert.equal(tokens.exactly('ab'), 1);
    assert.equal(tokens.exactly('aba'), undefined);
    assert.equal(tokens.exactly('c'), undefined);
  });

  test('agrees with a search through the whole vocabulary, which may have holes', () => {
    const random = seeded(3);
    const word = () => Array.from({ length: random() * 5 }, () => 'ab\xc3'[Math.floor(random() * 3)]).join('');
    const vocabulary = [...new Set(Array.from({ length: 300 }, word))];
    delete vocabulary[17];
    const tokens = tokensByBytes(vocabulary);
    for (let round = 0; round < 200; round++) {
      const bytes = word();
      const beyond = [...vocabulary.keys()].filter(
        (id) => vocabulary[id]?.startsWith(bytes) && vocabulary[id] !== bytes,
      );
      assert.deepEqual(
        [...tokens.beyond(bytes)].sort((a, b) => a - b),
        beyond,
      );
      assert.equal(tokens.exactly(bytes) ?? -1, vocabulary.indexOf(bytes));
    }
  });
});
