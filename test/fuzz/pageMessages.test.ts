import assert from 'node:assert/strict';
import { fuzzPageMessages } from './pageMessages';

suite('messages of the attention panel, with something wrong in them', () => {
  test('4,000 are read as what they are, or not at all', () => {
    assert.deepEqual(fuzzPageMessages(4_000, 8), []);
  });
});
