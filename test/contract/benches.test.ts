import assert from 'node:assert/strict';
import { sixteenTokens } from '../../bench/completion/generation';
import { promptGpt } from '../../src/core/models/embeddedModels';

suite('benches', () => {
  // No other test starts the processes in which this bench runs both implementations.
  test('both implementations generate 16 tokens', async () => {
    const { value, against } = await sixteenTokens(promptGpt, 1, 6);
    assert.ok(value > 0 && against > 0, `${value} ms against ${against}`);
  });
});
