import assert from 'node:assert/strict';
import { fuzzPageMessages } from './pageMessages';

suite('messages of the pages, with something wrong in them', () => {
  test('8,000 are read as what they are, or not at all', () => {
    assert.deepEqual(fuzzPageMessages(8_000, 8), []);
  });
});
