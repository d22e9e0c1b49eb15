import assert from 'node:assert/strict';
import { PrefixTrie } from '../../src/core/completion/prefixTrie';
import { seeded } from '../helpers/random';

suite('PrefixTrie', () => {
  const any = () => true;

  test('finds the value of the longest beginning that is accepted', () => {
    const trie = new PrefixTrie<string>(10);
    trie.set('You', ' are');
    trie.set('You are', ' a helpful');
    assert.deepEqual(trie.find('You are a', any), { value: ' a helpful', rest: ' a' });
    assert.deepEqual(
      trie.find('You ask', (value, rest) => value.startsWith(rest[0]!)),
      { value: ' are', rest: ' ask' },
    );
    assert.equal(trie.find('Yo', any), undefined);
    assert.equal(trie.find('I am', any), undefined);
  });

  test('the empty text can have a value', () => {
    const trie = new PrefixTrie<number>(2);
    trie.set('', 1);
    assert.deepEqual(trie.find('any', any), { value: 1, rest: 'any' });
  });

  test('what was used longest ago goes first', () => {
    const trie = new PrefixTrie<number>(4);
    trie.set('a', 1);
    trie.set('ab', 2);
    trie.find('a', any);
    trie.set('abc', 3);
    assert.equal(trie.size, 2);
    assert.equal(trie.find('ab', any)?.value, 1);
  });

  test('a text longer than all that it may hold is held alone', () => {
    const trie = new PrefixTrie<number>(3);
    trie.set('a', 1);
    trie.set('abcdef', 2);
    assert.equal(trie.size, 1);
    assert.equal(trie.find('abcdefg', any)?.value, 2);
  });

  test('forgets everything when cleared', () => {
    const trie = new PrefixTrie<number>(2);
    trie.set('a', 1);
    trie.clear();
    assert.equal(trie.find('a', any), undefined);
    assert.equal(trie.size, 0);
  });

  test('agrees with a plain list over 5,000 random uses', () => {
    const random = seeded(5);
    const trie = new PrefixTrie<number>(160);
    const within = (entries: [string, number][]) => {
      while (entries.reduce((sum, [known]) => sum + known.length, 0) > 160) entries = entries.slice(1);
      return entries;
    };
    let list: [string, number][] = [];
    for (let step = 0; step < 5000; step++) {
      const text = Array.from({ length: Math.floor(random() * 8) }, () => 'abc'[Math.floor(random() * 3)]).join('');
      if (random() < 0.5) {
        trie.set(text, step);
        list = within([...list.filter(([known]) => known !== text), [text, step]]);
        continue;
      }
      const accepts = (value: number) => value % 3 !== 0;
      const fitting = list.filter(([known, value]) => text.startsWith(known) && accepts(value));
      const longest = fitting.toSorted(([a], [b]) => b.length - a.length)[0];
      assert.equal(trie.find(text, accepts)?.value, longest?.[1]);
      if (longest) list = [...list.filter((entry) => entry !== longest), longest];
    }
    assert.equal(trie.size, list.length);
  });
});
