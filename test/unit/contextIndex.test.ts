import assert from 'node:assert/strict';
import { ContextIndex, DEEPEST_MATCH, SEPARATOR } from '../../src/inference/memory/contextIndex';
import { TokenMemory } from '../../src/inference/memory/tokenMemory';
import { seeded } from '../helpers/random';

const NEW_TEXT = { document: undefined, right: new Int32Array(0) };

suite('memory of tokens', () => {
  test('the index finds the positions behind the longest end of a context, as a search of all does', () => {
    const random = seeded(1);
    for (let round = 0; round < 200; round++) {
      const vocabulary = 2 + Math.floor(random() * 6);
      const tokens = Int32Array.from({ length: 60 }, (_, index) =>
        index === 0 || index === 59 || random() < 0.05 ? SEPARATOR : Math.floor(random() * vocabulary),
      );
      const context = Int32Array.from({ length: 8 }, () => Math.floor(random() * vocabulary));
      const { length, positions } = new ContextIndex(tokens).find(context);
      const expected = bruteForce(tokens, context);
      assert.equal(length, expected.length);
      assert.deepEqual(
        [...positions].sort((a, b) => a - b),
        expected.positions,
      );
    }
  });

  test('texts of one token, and texts that are the same, are indexed in little time', () => {
    const started = performance.now();
    const same = new Int32Array(100_000).fill(7);
    same[0] = SEPARATOR;
    const { length, positions } = new ContextIndex(same).find(new Int32Array(50).fill(7));
    assert.equal(length, DEEPEST_MATCH);
    assert.equal(positions.length, 100_000 - DEEPEST_MATCH - 1);
    assert.ok(performance.now() - started < 5_000);
  });

  test('what followed the longest end of a context, in shares', () => {
    const memory = new TokenMemory();
    memory.add([
      { document: 'w/a.md', line: 0, ids: Int32Array.of(1, 2, 3, 4, 9) },
      { document: 'w/b.md', line: 0, ids: Int32Array.of(2, 3, 5, 0, 2, 3, 5) },
    ]);
    const match = memory.find(Int32Array.of(8, 2, 3), { ...NEW_TEXT, document: 'w/new.md' })!;
    assert.deepEqual([match.length, match.count, match.likeliest, match.near], [2, 3, 5, 1]);
    assert.ok(Math.abs(match.shares.get(4)! - 1 / 3) < 1e-9);
    assert.equal(memory.find(Int32Array.of(6), NEW_TEXT), undefined);
  });

  test('a longer match in the context itself comes first', () => {
    const memory = new TokenMemory();
    memory.add([{ document: 'a', line: 0, ids: Int32Array.of(3, 4) }]);
    const match = memory.find(Int32Array.of(2, 3, 7, 2, 3), NEW_TEXT)!;
    assert.deepEqual([match.isOwn, match.length, match.likeliest], [true, 2, 7]);
  });

  test('what stands right of the caret is not found in the document itself', () => {
    const memory = new TokenMemory();
    memory.add([{ document: 'a', line: 0, ids: Int32Array.of(1, 2, 3, 4, 5, 6) }]);
    const context = Int32Array.of(1, 2);
    assert.equal(memory.find(context, { document: 'a', right: Int32Array.of(3, 4, 5) }), undefined);
    assert.equal(memory.find(context, { document: 'b', right: Int32Array.of(3, 4, 5) })?.likeliest, 3);
    assert.equal(memory.find(context, { document: 'a', right: Int32Array.of(3, 9, 5) })?.likeliest, 3);
    memory.add([{ document: 'b', line: 0, ids: Int32Array.of(9, 2, 7) }]);
    assert.equal(
      memory.find(context, { document: 'a', right: Int32Array.of(3, 4, 5) })?.likeliest,
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
    assert.ok(memory.find(Int32Array.of(5), NEW_TEXT));
    memory.remove(['a']);
    assert.equal(memory.find(Int32Array.of(1_000), NEW_TEXT)?.likeliest, 1_001);
    assert.equal(memory.find(Int32Array.of(5), NEW_TEXT), undefined);
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

function bruteForce(tokens: Int32Array, context: Int32Array): { length: number; positions: number[] } {
  for (let length = Math.min(context.length, DEEPEST_MATCH); length > 0; length--) {
    const end = [...context.subarray(context.length - length)];
    const positions = Array.from(tokens.keys()).filter(
      (position) =>
        position >= length &&
        tokens[position] !== SEPARATOR &&
        end.every((token, index) => tokens[position - length + index] === token),
    );
    if (positions.length > 0) return { length, positions };
  }
  return { length: 0, positions: [] };
}
