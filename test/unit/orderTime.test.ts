import assert from 'node:assert/strict';
import { findOrderProblems } from '../../src/core/order/findOrderProblems';
import { orderFix } from '../../src/core/order/orderQuickFix';
import { boundariesOf } from '../../src/core/text/wordSentenceAndHeadingBoundaries';
import { TEXTS_THAT_TAKE_LONG } from '../helpers/textsThatTakeLong';

/** UTF-16 code units. Of a longer paragraph the sentences would not be remembered. */
const LENGTH = 98_000;
const SHARE = 8;
/** How much longer than in proportion the whole text may take. With the square of the length it takes 8 times as long. */
const MARGIN = 3;
const MEASUREMENTS = 3;
/** A shorter time is measured too roughly. */
const LEAST_MS = 5;
/** Ten times what a slow processor takes. */
const MOST_MS = 1_000;

/** Processor time in milliseconds to check a text of which the structure is known, and to fix its last finding. */
function milliseconds(text: string, limit?: number): number {
  boundariesOf(text, 'sentence');
  const start = process.cpuUsage();
  const last = findOrderProblems(text, limit).findLast(({ move }) => move);
  if (last) orderFix(text, last);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** The least of several measurements: other work on the machine can only make them longer. */
function leastOf(measure: () => number): number {
  return Math.min(...Array.from({ length: MEASUREMENTS }, measure));
}

suite('order lint: the time grows with the length of the text, not with its square', () => {
  for (const [name, textOf] of TEXTS_THAT_TAKE_LONG) {
    test(name, () => {
      const part = milliseconds(textOf(LENGTH / SHARE));
      const whole = leastOf(() => milliseconds(textOf(LENGTH)));
      const times = whole / Math.max(part, LEAST_MS);
      assert.ok(times < MARGIN * SHARE, `${SHARE} times the text took ${times.toFixed(1)} times as long`);
      assert.ok(whole < MOST_MS, `${whole.toFixed(0)} ms`);
    });
  }

  test('with all instructions behind the limit', () => {
    const text = 'Never do it. See to it.\n'.repeat(LENGTH / 24);
    assert.ok(milliseconds(text, 100) < MOST_MS);
    assert.ok(milliseconds(text.replaceAll('\n', ' '), 100) < MOST_MS);
  });
});
