import assert from 'node:assert/strict';
import { findOrderProblems } from '../../src/core/order/findOrderProblems';
import { LONGEST_CHECKED_TEXT } from '../../src/core/order/maxLengthForOrderLint';
import { orderFix } from '../../src/core/order/orderQuickFix';
import { structureOf } from '../../src/core/text/structure/textStructure';

const SHARE = 8;
/** How much longer than in proportion the longer text may take. With the square of the length it takes 8 times as long. */
const MARGIN = 3;
/** A shorter time is measured too roughly. */
const LEAST_MS = 5;

/** Reads other texts, so that the structure of none before is remembered. */
function forgetStructures(): void {
  for (let index = 0; index < 8; index++) structureOf(`${index} ${'Another text. '.repeat(20)}`);
}

/** Processor time in milliseconds to check a text and to fix its last finding, the best of `times`. */
function milliseconds(text: string, limit: number, times: number): number {
  const measured = Array.from({ length: times }, () => {
    forgetStructures();
    const start = process.cpuUsage();
    const last = findOrderProblems(text, limit).findLast(({ move }) => move);
    if (last) orderFix(text, last);
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  });
  return Math.min(...measured);
}

suite('order lint: the time grows with the length of the text, not with its square', () => {
  const texts: Record<string, (length: number) => string> = {};
  for (const unit of [
    'a-',
    "a'",
    'A-',
    'this-',
    'a ',
    'a:\n',
    'a\n\n',
    '"a ',
    '{',
    ' ',
    '\r',
    '漢字。',
    'see the a below.\n',
  ])
    texts[`of ${JSON.stringify(unit)}`] = (length) => unit.repeat(length / unit.length);
  texts['of blanks before an acronym that is introduced late'] = (length) => `${' '.repeat(length)} ABC x. ABC is a b.`;
  texts['of one word before a reference'] = (length) => `${'a'.repeat(length)} see the aim below.\n\nb\n\n# Aim\nc`;
  texts['of placeholders that are introduced late'] = (length) =>
    Array.from({ length: length / 24 }, (_, index) => `a {x${index}} b. {x${index}} is c.\n`).join('');
  texts['of instructions behind the limit'] = (length) => 'Never do it. See to it.\n'.repeat(length / 24);

  for (const [name, textOf] of Object.entries(texts)) {
    test(name, () => {
      const limit = name.includes('limit') ? 100 : Infinity;
      const long = Math.floor(LONGEST_CHECKED_TEXT / 48) * 48;
      const short = milliseconds(textOf(long / SHARE), limit, 3);
      const ratio = milliseconds(textOf(long), limit, 2) / Math.max(short, LEAST_MS);
      assert.ok(ratio < MARGIN * SHARE, `${SHARE} times the text took ${ratio.toFixed(1)} times as long`);
    });
  }
});
