import assert from 'node:assert/strict';
import { fuzzAttentionPage, fuzzInsidePage } from '../fuzz/pageMessages';

suite('invalid messages to the pages', () => {
  test('the attention page ignores 2,000 of them, and still shows maps', async () => {
    assert.deepEqual((await fuzzAttentionPage(2_000, 8)).problems, []);
  });

  test('the page of a model’s internals ignores 2,000 of them, and still shows answers', async () => {
    assert.deepEqual((await fuzzInsidePage(2_000, 8)).problems, []);
  });
});
