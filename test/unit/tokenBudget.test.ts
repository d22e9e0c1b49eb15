import assert from 'node:assert/strict';
import { checkBudget } from '../../src/core/tokenBudget';
import type { Tokens } from '../../src/core/tokens';

/** One token a word. */
function words(text: string): Tokens {
  const matches = [...text.matchAll(/\S+/g)];
  return {
    ids: Int32Array.from(matches, (_, index) => index),
    starts: Uint32Array.from(matches, (match) => match.index),
    ends: Uint32Array.from(matches, (match) => match.index + match[0].length),
    added: 2,
  };
}

function check(text: string, limit: number) {
  return checkBudget(text.length, words(text), { label: 'BERT', limit, warnFrom: 0.9 });
}

suite('checkBudget', () => {
  test('counts the special tokens', () => assert.equal(check('one two three', 100).count, 5));

  test('says nothing while there is room', () => assert.equal(check('one two three', 100).finding, undefined));

  test('an empty text is two tokens', () => assert.deepEqual(check('', 3), { count: 2, limit: 3, finding: undefined }));

  test('warns from 90 % on, at the last token', () => {
    const { finding } = check('one two three four five six seven', 10);
    assert.equal(finding?.severity, 'warning');
    assert.deepEqual(finding.span, { start: 28, end: 33 });
    assert.match(finding.message, /room for 1 more token\./);
  });

  test('is no error at the limit itself', () => assert.equal(check('one two three', 5).finding?.severity, 'warning'));

  test('marks the exact character where reading stops', () => {
    const text = 'one two three  four five';
    const { finding } = check(text, 5);
    assert.equal(finding?.severity, 'error');
    assert.deepEqual(finding.span, { start: 15, end: text.length });
    assert.match(finding.message, /last 2 tokens \(9 characters\)/);
  });

  test('a character that is read only in part is cut whole', () => {
    // One Hangul syllable is up to three tokens of BERT, which share its span.
    const tokens: Tokens = {
      ids: Int32Array.of(1, 2, 3, 4),
      starts: Uint32Array.of(0, 3, 3, 3),
      ends: Uint32Array.of(2, 4, 4, 4),
      added: 2,
    };
    const fix = checkBudget(4, tokens, { label: 'BERT', limit: 4, warnFrom: 1 }).finding!.fixes[0]!;
    assert.deepEqual(fix.span, { start: 2, end: 4 });
  });

  test('the fix leaves exactly as many tokens as fit', () => {
    const text = 'one two three  four five';
    const fix = check(text, 5).finding!.fixes[0]!;
    const fixed = text.slice(0, fix.span.start) + fix.text + text.slice(fix.span.end);
    assert.equal(fixed, 'one two three');
    assert.equal(check(fixed, 5).count, 5);
  });
});
