import assert from 'node:assert/strict';
import { actualNextToken } from '../../src/core/inside/actualNextToken';
import { trimTrailingBlanks } from '../../src/core/inside/leaveOutBlanksBeforeCaret';

suite('the actual next token', () => {
  const texts = ['a', ' ', ' the', ' then', 'the', '\n'];
  const actualText = (left: string, right: string) => {
    const token = actualNextToken(texts, left, right);
    return token === undefined ? undefined : texts[token];
  };

  test('is the longest token that matches the text', () => assert.equal(actualText('What', ' then came'), ' then'));
  test('includes the space before the caret', () => assert.equal(actualText('What ', 'the rest'), ' the'));
  test('is undefined at the end of the text', () => assert.equal(actualText('What ', ''), undefined));
  test('is undefined when no token matches', () => assert.equal(actualText('What', 'é'), undefined));
  test('trimTrailingBlanks keeps leading and inner spaces', () => assert.equal(trimTrailingBlanks(' a b \t '), ' a b'));
});
