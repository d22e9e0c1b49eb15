import assert from 'node:assert/strict';
import { lastWords } from '../../src/core/text/lastWords';

suite('the last words of a text', () => {
  test('are whole words on one line', () => {
    assert.equal(
      lastWords('The agent must make sure that\nthe rules  apply before calling the API!'),
      'rules apply before calling the API!',
    );
  });

  test('are all of a short text but its first word, which may be cut', () => {
    assert.equal(lastWords('One two three'), 'two three');
    assert.equal(lastWords(''), '');
  });
});
