import assert from 'node:assert/strict';
import { expectedBeginnings } from '../../src/features/expectation/expectedBeginnings';
import { linesOf } from '../../src/features/expectation/linesOfMeasuredPart';

suite('texts of the surprise map', () => {
  test('name what else could begin in place of a word, not pieces of it or of the word before', () => {
    const likeliest = [' on', 'er', ' shop', ',', '\n', ' \ufffd', ' pol'];
    assert.deepEqual(expectedBeginnings(' online', likeliest), [' shop', ',', '\n', ' pol']);
    assert.deepEqual(expectedBeginnings('Answer', ['Use', 'An', '-']), ['Use', '-'], 'at the start of a line');
    assert.deepEqual(expectedBeginnings(' online', [' on']), []);
  });

  test('name the lines that were measured', () => {
    const position = (line: number) => ({ line, character: 4 }) as Parameters<typeof linesOf>[0]['start'];
    assert.equal(linesOf({ start: position(2), end: position(46) }), 'lines 3 to 47');
    assert.equal(linesOf({ start: position(2), end: position(2) }), 'part of line 3');
  });
});
