import assert from 'node:assert/strict';
import { actualNextToken, trimTrailingBlanks } from '../../src/core/inside/actualNextToken';

suite('what was written behind the caret', () => {
  const texts = ['a', ' ', ' the', ' then', 'the', '\n'];
  const written = (left: string, right: string) => {
    const token = actualNextToken(texts, left, right);
    return token === undefined ? undefined : texts[token];
  };

  test('is the longest token that it begins with', () => assert.equal(written('What', ' then came'), ' then'));
  test('takes the blank before the caret with it', () => assert.equal(written('What ', 'the rest'), ' the'));
  test('is nothing at the end, where no word has begun', () => assert.equal(written('What ', ''), undefined));
  test('is nothing when no token begins so', () => assert.equal(written('What', 'é'), undefined));
  test('blanks go from the end alone', () => assert.equal(trimTrailingBlanks(' a b \t '), ' a b'));
});
