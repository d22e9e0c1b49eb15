import assert from 'node:assert/strict';
import { PrefixTrie } from '../../src/core/completion/prefixTrieOfSuggestions';
import { seeded } from '../helpers/random';

suite('PrefixTrie', () => {
  const acceptAll = () => true;

  test('finds the value of the longest accepted prefix', () => {
    const trie = new PrefixTrie<string>(10);
    trie.set('You', ' are');
    trie.set('You are', ' a helpful');
    assert.deepEqual(trie.find('You are a', acceptAll), { value: ' a helpful', rest: ' a' });
    assert.deepEqual(
      trie.find('You ask', (value, rest) => value.startsWith(rest[0]!)),
      { value: ' are', rest: ' ask' },
    );
    assert.equal(trie.find('Yo', acceptAll), undefined);
    assert.equal(trie.find('I am', acceptAll), undefined);
  });

  test('the empty text can have a value', () => {
    const trie = new PrefixTrie<number>(2);
    trie.set('', 1);
    assert.deepEqual(trie.find('any', acceptAll), { value: 1, rest: 'any' });
  });

  test('evicts the least recently used text first', () => {
    const trie = new PrefixTrie<number>(4);
    trie.set('a', 1);
    trie.set('ab', 2);
    trie.find('a', acceptAll);
    trie.set('abc', 3);
    assert.equal(trie.size, 2);
    assert.equal(trie.find('ab', acceptAll)?.value, 1);
  });

  test('stores a text longer than its capacity alone', () => {
    const trie = new PrefixTrie<number>(3);
    trie.set('a', 1);
    trie.set('abcdef', 2);
    assert.equal(trie.size, 1);
    assert.equal(trie.find('abcdefg', acceptAll)?.value, 2);
  });

  test('is empty after clear', () => {
    const trie = new PrefixTrie<number>(2);
    trie.set('a', 1);
    trie.clear();
    assert.equal(trie.find('a', acceptAll), undefined);
    assert.equal(trie.size, 0);
  });

  test('agrees with a plain list over 5,000 random operations', () => {
    const random = seeded(5);
    const trie = new PrefixTrie<number>(160);
    const evicted = (entries: [string, number][]) => {
      while (entries.reduce((sum, [stored]) => sum + stored.length, 0) > 160) entries = entries.slice(1);
      return entries;
    };
    let list: [string, number][] = [];
    for (let step = 0; step < 5000; step++) {
      const text = Array.from({ length: Math.floor(random() * 8) }, () => 'abc'[Math.floor(random() * 3)]).join('');
      if (random() < 0.5) {
        trie.set(text, step);
        list = evicted([...list.filter(([stored]) => stored !== text), [text, step]]);
        continue;
      }
      const accepts = (value: number) => value % 3 !== 0;
      const matching = list.filter(([stored, value]) => text.startsWith(stored) && accepts(value));
      const longest = matching.toSorted(([a], [b]) => b.length - a.length)[0];
      assert.equal(trie.find(text, accepts)?.value, longest?.[1]);
      if (longest) list = [...list.filter((entry) => entry !== longest), longest];
    }
    assert.equal(trie.size, list.length);
  });
});
