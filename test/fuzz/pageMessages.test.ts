import assert from 'node:assert/strict';
import { fuzzPageMessages } from './pageMessages';

suite('mutated messages of the pages', () => {
  test('8,000 are read as they are or ignored', () => {
    assert.deepEqual(fuzzPageMessages(8_000, 8), []);
  });
});
