import assert from 'node:assert/strict';
import { describeRewritingModels } from '../../src/core/models/describeRewritingModels';

test('each recommended model that rewrites is described with its size', () => {
  assert.deepEqual(describeRewritingModels().split('\n'), [
    't5-small: summaries and translations, about 81 MB',
    'flan-t5-small: follows simple instructions, about 97 MB',
  ]);
});
