import assert from 'node:assert/strict';
import type { Span } from '../../src/core/text/span';
import { countAgainstLimit } from '../../src/core/tokens/countAgainstLimit';
import { budgetFinding } from '../../src/core/tokens/tokenLimitFinding';

const SPECIAL_TOKENS = 2;

/** The spans of a text's words, each of which is one token here. */
function wordSpans(text: string): Span[] {
  return Array.from(text.matchAll(/\S+/g), (match) => ({ start: match.index, end: match.index + match[0].length }));
}

function check(text: string, limit: number, spans = wordSpans(text), warnFrom = 0.9) {
  const tokens = { textTokenCount: spans.length, spanOf: (index: number) => spans[index]! };
  const count = countAgainstLimit(limit, tokens, SPECIAL_TOKENS);
  return { ...count, finding: budgetFinding(count, text.length, 'BERT', warnFrom) };
}

suite('tokenBudget', () => {
  test('counts special tokens', () => assert.equal(check('one two three', 100).count, 5));

  test('reports nothing while there is room', () => assert.equal(check('one two three', 100).finding, undefined));

  test('an empty text has only its two special tokens', () => assert.equal(check('', 3).count, 2));

  test('warns from 90 % on, at the last token', () => {
    const { finding } = check('one two three four five six seven', 10);
    assert.equal(finding?.severity, 'warning');
    assert.deepEqual(finding.span, { start: 28, end: 33 });
    assert.match(finding.message, /room for 1 more token\./);
  });

  test('reports no error exactly at the limit', () =>
    assert.equal(check('one two three', 5).finding?.severity, 'warning'));

  test('marks the exact character where the model stops reading', () => {
    const text = 'one two three  four five';
    const { finding } = check(text, 5);
    assert.equal(finding?.severity, 'error');
    assert.deepEqual(finding.span, { start: 15, end: text.length });
    assert.match(finding.message, /last 2 tokens \(9 characters\)/);
  });
});
