import assert from 'node:assert/strict';
import { fuzzAttentionPage, fuzzInsidePage } from '../fuzz/pageMessages';

suite('messages with something wrong in them', () => {
  test('after 2,000 nothing has failed in the attention page, and it shows maps as before', async () => {
    assert.deepEqual((await fuzzAttentionPage(2_000, 8)).problems, []);
  });

  test('nor in the page of what is inside a model, which shows that as before', async () => {
    assert.deepEqual((await fuzzInsidePage(2_000, 8)).problems, []);
  });
});
