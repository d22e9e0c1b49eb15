import assert from 'node:assert/strict';
import { howMuchIsReadAtOnce } from '../../src/core/tokens/howMuchIsReadAtOnce';

suite('howMuchIsReadAtOnce', () => {
  test('names the bound that is in force, and the model’s own', () => {
    assert.equal(howMuchIsReadAtOnce('our small GPT', 512), 'our small GPT reads 512 tokens at most.');
    assert.match(
      howMuchIsReadAtOnce('SmolLM2', 8192),
      /gives 1,024 tokens at most to SmolLM2, which could take 8,192:/,
    );
    assert.match(howMuchIsReadAtOnce('GPT', undefined), /gives 1,024 tokens at most to GPT:/);
  });
});
