import assert from 'node:assert/strict';
import { ContextIndex, DEEPEST_MATCH, SEPARATOR } from '../../src/inference/memory/contextIndex';
import type { MemoryMatch } from '../../src/inference/memory/memoryMatch';
import { TokenMemory } from '../../src/inference/memory/tokenMemory';
import { seeded } from '../helpers/random';

const NEW_TEXT = { document: undefined, right: new Int32Array(0) };

suite('memory of tokens', () => {
  test('the index finds the positions behind the ends of a context, as a search of all does', () => {
    const random = seeded(1);
    for (let round = 0; round < 200; round++) {
      const vocabulary = 2 + Math.floor(random() * 6);
      const tokens = Int32Array.from({ length: 60 }, (_, index) =>
        index === 0 || index === 59 || random() < 0.05 ? SEPARATOR : Math.floor(random() * vocabulary),
      );
      const context = Int32Array.from({ length: 8 }, () => Math.floor(random() * vocabulary));
      const found = new ContextIndex(tokens).find(context).map((positions) => [...positions].sort((a, b) => a - b));
      assert.deepEqual(found, bruteForce(tokens, context));
    }
  });

  test('texts of one token, and texts that are the same, are indexed in little time', () => {
    const started = performance.now();
    const same = new Int32Array(100_000).fill(7);
    same[0] = SEPARATOR;
    const found = new ContextIndex(same).find(new Int32Array(50).fill(7));
    assert.equal(found.length, DEEPEST_MATCH);
    assert.equal(found.at(-1)!.length, 100_000 - DEEPEST_MATCH - 1);
    assert.ok(performance.now() - started < 5_000);
  });

  test('what followed the longest end of a context, in shares', () => {
    const memory = new TokenMemory();
    memory.add([
      { document: 'w/a.md', line: 0, ids: Int32Array.of(1, 2, 3, 4, 9) },
      { document: 'w/b.md', line: 0, ids: Int32Array.of(2, 3, 5, 0, 2, 3, 5) },
    ]);
    const [match] = memory.find(Int32Array.of(8, 2, 3), { ...NEW_TEXT, document: 'w/new.md' }) as [MemoryMatch];
    assert.deepEqual([match.length, match.count, match.likeliest, match.near], [2, 3, 5, 1]);
    assert.ok(Math.abs(match.shares.get(4)! - 1 / 3) < 1e-9);
    assert.deepEqual(memory.find(Int32Array.of(6), NEW_TEXT), []);
  });

  test('shorter ends are found, too, where they occur at least twice as often', () => {
    const memory = new TokenMemory();
    memory.add([
      { document: 'a', line: 0, ids: Int32Array.of(1, 2, 3, 4, 0, 2, 3, 5, 0, 3, 6, 0, 3, 7) },
      { document: 'b', line: 0, ids: Int32Array.of(9, 3, 8) },
    ]);
    const found = memory.find(Int32Array.of(1, 2, 3), NEW_TEXT);
    assert.deepEqual(
      found.map(({ length, count }) => [length, Math.round(count)]),
      [
        [3, 1],
        [2, 2],
        // The fifth has other words around it.
        [1, 4],
      ],
    );
    memory.remove(['b']);
    const own = memory.find(Int32Array.of(3, 9, 2, 3, 1, 2, 3), { ...NEW_TEXT, document: 'c' });
    assert.deepEqual(
      own.map(({ length, count, isOwn }) => [length, Math.round(count), isOwn]),
      [
        [3, 1, false],
        // One of two, and of four, has other words around it.
        [2, 1, false],
        [1, 3, false],
        [2, 1, true],
        [1, 2, true],
      ],
    );
  });

  test('a place with the same words around it counts more than another', () => {
    const memory = new TokenMemory();
    const [topic, other] = [
      [11, 12, 13, 14],
      [21, 22, 23, 24],
    ];
    memory.add([
      { document: 'a', line: 0, ids: Int32Array.of(...other, 3, 4) },
      { document: 'b', line: 7, ids: Int32Array.of(...topic, 3, 5) },
      { document: 'c', line: 0, ids: Int32Array.of(...other, 3, 4) },
    ]);
    const context = Int32Array.of(...topic, 9, 3);
    const [match] = memory.find(context, NEW_TEXT) as [MemoryMatch];
    assert.equal(match.likeliest, 5);
    assert.ok(match.shares.get(5)! > 0.99 && match.count < 1.01, 'as if it alone were there');
    assert.equal(match.likeness, 4 / 5);
    const [unlike] = memory.find(Int32Array.of(9, 3), NEW_TEXT) as [MemoryMatch];
    assert.deepEqual([unlike.likeliest, unlike.count, unlike.likeness], [4, 3, 0]);
  });

  test('the place that is told is the one with the same words around it', () => {
    const memory = new TokenMemory();
    memory.add([
      { document: 'a', line: 0, ids: Int32Array.of(21, 22, 3, 4) },
      { document: 'b', line: 7, ids: Int32Array.of(11, 12, 3, 4) },
    ]);
    const place = memory.placeOf(Int32Array.of(11, 12, 9, 3), 4, NEW_TEXT, () => 0);
    assert.deepEqual(place, { document: 'b', line: 7 });
  });

  test('matches in the context itself come last', () => {
    const memory = new TokenMemory();
    memory.add([{ document: 'a', line: 0, ids: Int32Array.of(3, 4) }]);
    const found = memory.find(Int32Array.of(2, 3, 7, 2, 3), NEW_TEXT);
    assert.deepEqual(
      found.map(({ isOwn, length, likeliest }) => [isOwn, length, likeliest]),
      [
        [false, 1, 4],
        [true, 2, 7],
      ],
    );
  });

  test('what stands right of the caret is not found in the document itself', () => {
    const memory = new TokenMemory();
    memory.add([{ document: 'a', line: 0, ids: Int32Array.of(1, 2, 3, 4, 5, 6) }]);
    const context = Int32Array.of(1, 2);
    assert.deepEqual(memory.find(context, { document: 'a', right: Int32Array.of(3, 4, 5) }), []);
    assert.equal(memory.find(context, { document: 'b', right: Int32Array.of(3, 4, 5) })[0]?.likeliest, 3);
    assert.equal(memory.find(context, { document: 'a', right: Int32Array.of(3, 9, 5) })[0]?.likeliest, 3);
    memory.add([{ document: 'b', line: 0, ids: Int32Array.of(9, 2, 7) }]);
    assert.equal(
      memory.find(context, { document: 'a', right: Int32Array.of(3, 4, 5) })[0]?.likeliest,
      7,
      'a shorter match',
    );
  });

  test('documents are forgotten, and replaced by others', () => {
    const memory = new TokenMemory();
    const long = Int32Array.from({ length: 50_000 }, (_, index) => index % 977);
    memory.add([
      { document: 'a', line: 0, ids: long.subarray(0, 30_000) },
      { document: 'b', line: 0, ids: Int32Array.of(1_000, 1_001) },
      { document: 'a', line: 5, ids: long.subarray(30_000) },
    ]);
    assert.ok(memory.find(Int32Array.of(5), NEW_TEXT).length > 0);
    memory.remove(['a']);
    assert.equal(memory.find(Int32Array.of(1_000), NEW_TEXT)[0]?.likeliest, 1_001);
    assert.deepEqual(memory.find(Int32Array.of(5), NEW_TEXT), []);
  });

  test('the place where a token followed, with its line', () => {
    const memory = new TokenMemory();
    const lineBreak = 99;
    memory.add([
      { document: 'a', line: 10, ids: Int32Array.of(1, lineBreak, 2, lineBreak, 3, 4) },
      { document: 'b', line: 0, ids: Int32Array.of(3, 5) },
    ]);
    const lineBreaksIn = (id: number) => (id === lineBreak ? 1 : 0);
    assert.deepEqual(memory.placeOf(Int32Array.of(lineBreak, 3), 4, NEW_TEXT, lineBreaksIn), {
      document: 'a',
      line: 12,
    });
    assert.equal(memory.placeOf(Int32Array.of(3), 7, NEW_TEXT, lineBreaksIn), undefined);
    assert.equal(memory.placeOf(Int32Array.of(2, 3, 4, 2, 3), 4, NEW_TEXT, lineBreaksIn), undefined, 'its own');
  });
});

/** The positions behind ends of a context, by their length less 1. */
function bruteForce(tokens: Int32Array, context: Int32Array): number[][] {
  const found: number[][] = [];
  for (let length = 1; length <= Math.min(context.length, DEEPEST_MATCH); length++) {
    const end = [...context.subarray(context.length - length)];
    const positions = Array.from(tokens.keys()).filter(
      (position) =>
        position >= length &&
        tokens[position] !== SEPARATOR &&
        end.every((token, index) => tokens[position - length + index] === token),
    );
    if (positions.length === 0) break;
    found.push(positions);
  }
  return found;
}
