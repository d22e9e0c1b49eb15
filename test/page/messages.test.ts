import assert from 'node:assert/strict';
import { fuzzPage } from '../fuzz/pageMessages';

suite('the attention page, sent messages with something wrong in them', () => {
  test('after 2,000 nothing has failed, and it shows maps as before', async () => {
    assert.deepEqual((await fuzzPage(2_000, 8)).problems, []);
  });
});
