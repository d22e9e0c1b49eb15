import assert from 'node:assert/strict';
import packageJson from '../../package.json';
import {
  isWindowSize,
  MAX_WINDOW_TOKENS,
  MIN_WINDOW_TOKENS,
  windowSizes,
} from '../../src/core/attention/attentionWindowSize';
import { isSameSelection } from '../../src/core/attention/selectedModelPartLayerAndHead';
import { settingSchemas } from '../../src/core/settingSchemas';

suite('size of the window of an attention map', () => {
  test('the sizes to choose from are powers of two, and the present one', () => {
    assert.deepEqual(windowSizes(64), [8, 16, 32, 64, 128, 256, 512]);
    assert.deepEqual(windowSizes(100), [8, 16, 32, 64, 100, 128, 256, 512]);
  });

  test('whole numbers within the bounds are sizes', () => {
    assert.ok([8, 9, 512].every(isWindowSize));
    assert.ok(![7, 513, 8.5, NaN, '64', undefined].some(isWindowSize));
  });

  test('another size is another selection of maps', () => {
    const view = { models: ['prompt-gpt'], part: 'encoder', layer: 1, head: 'mean' } as const;
    assert.ok(isSameSelection({ ...view, windowTokens: 64 }, { ...view, windowTokens: 64 }));
    assert.ok(!isSameSelection({ ...view, windowTokens: 64 }, view));
  });

  test('the setting has the same bounds', () => {
    const { minimum, maximum } = settingSchemas(packageJson)['leftContext.attention.windowTokens']!;
    assert.deepEqual([minimum, maximum], [MIN_WINDOW_TOKENS, MAX_WINDOW_TOKENS]);
  });
});
