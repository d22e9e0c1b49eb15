import assert from 'node:assert/strict';
import { sixteenTokens } from '../../bench/completion/generation';
import { promptGpt } from '../../src/core/models/modelSpec';

suite('benches', () => {
  // Its two ways run in processes of their own, which no other test starts.
  test('both ways to write 16 tokens do', async () => {
    const { value, against } = await sixteenTokens(promptGpt, 1, 6);
    assert.ok(value > 0 && against > 0, `${value} ms against ${against}`);
  });
});
