import assert from 'node:assert/strict';
import { leftContext, textAround } from '../../src/core/tokens/textThatFillsContextWindow';
import { windowAround } from '../../src/core/tokens/centreWindowOnCaret';
import type { Tokens } from '../../src/core/tokens/tokenSpans';

/** `count` tokens of two code units each. */
function tokensOfTwoUnits(count: number): Tokens {
  const starts = Uint32Array.from({ length: count }, (_, index) => index * 2);
  return { ids: new Int32Array(count), starts, ends: starts.map((start) => start + 2), specialTokens: 0 };
}

suite('contextWindow', () => {
  test('leftContext contains no text right of the caret', () => {
    assert.equal(leftContext('left right', 5, 512), 'left ');
  });

  test('typing only appends to leftContext', () => {
    const text = 'word '.repeat(10_000);
    const before = leftContext(text, 40_000, 512);
    assert.equal(leftContext(text, 40_100, 512), before + text.slice(40_000, 40_100));
    assert.ok(before.length >= 512 * 12 && before.length < 512 * 24);
  });

  test('leftContext never starts inside a surrogate pair', () => {
    const text = '😀'.repeat(100);
    for (let caret = 24; caret < 60; caret += 2) assert.ok(!/^[\udc00-\udfff]/.test(leftContext(text, caret + 1, 1)));
  });

  test('textAround returns all of a short text', () => {
    assert.deepEqual(textAround('short text', 3, 64), { start: 0, text: 'short text' });
  });

  test('small caret moves do not change textAround', () => {
    const text = 'word '.repeat(10_000);
    assert.equal(textAround(text, 20_001, 64).start, textAround(text, 20_010, 64).start);
    assert.ok(textAround(text, 20_001, 64).text.length < 5_000);
  });

  test('windowAround contains the token before the caret, and moves in steps of a quarter', () => {
    const tokens = tokensOfTwoUnits(1000);
    const starts = new Set<number>();
    for (let offset = 0; offset <= 2000; offset++) {
      const { from, to } = windowAround(tokens, offset, 64);
      const focus = Math.max(0, Math.ceil(offset / 2) - 1);
      assert.ok(to - from === 64 || (to === 1000 && to - from > 48));
      assert.ok(from <= focus && focus < to, `offset ${offset}: token ${focus} outside ${from}–${to}`);
      starts.add(from);
    }
    assert.ok(starts.size <= 1000 / 16 + 2, `${starts.size} different windows`);
  });

  test('windowAround starts at the same token while the text grows at its end by a quarter', () => {
    const starts = Array.from({ length: 17 }, (_, grown) => {
      const count = 1000 + grown;
      return windowAround(tokensOfTwoUnits(count), 2 * count, 64).from;
    });
    assert.ok(new Set(starts).size <= 2, starts.join());
  });

  test('windowAround contains all tokens when they fit', () => {
    assert.deepEqual(windowAround(tokensOfTwoUnits(10), 4, 64), { from: 0, to: 10 });
  });
});
