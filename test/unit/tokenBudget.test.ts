import assert from 'node:assert/strict';
import type { Span } from '../../src/core/text/span';
import { countAgainst, budgetFinding } from '../../src/core/tokens/tokenBudget';

const ADDED = 2;

/** One token a word. */
function words(text: string): Span[] {
  return Array.from(text.matchAll(/\S+/g), (match) => ({ start: match.index, end: match.index + match[0].length }));
}

function check(text: string, limit: number, spans = words(text), warnFrom = 0.9) {
  const tokenised = { tokens: spans.length, spanOf: (index: number) => spans[index]! };
  const count = countAgainst(limit, tokenised, ADDED);
  return { ...count, finding: budgetFinding(count, text.length, 'BERT', warnFrom) };
}

suite('token budget', () => {
  test('counts the special tokens', () => assert.equal(check('one two three', 100).count, 5));

  test('says nothing while there is room', () => assert.equal(check('one two three', 100).finding, undefined));

  test('an empty text is two tokens', () => assert.equal(check('', 3).count, 2));

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
});
