import assert from 'node:assert/strict';
import { ggufModelId, isGgufFile, isMadeFromGguf } from '../../src/core/models/ggufModelId';
import { isHubId } from '../../src/core/models/hubIdOrFolder';

const IDS: Readonly<Record<string, string>> = {
  '/home/me/SmolLM2-135M-Instruct.Q4_1.gguf': 'gguf/SmolLM2-135M-Instruct.Q4_1',
  'C:\\models\\tiny.GGUF': 'gguf/tiny',
  '/m/my model (1).gguf': 'gguf/my-model-1',
  '/m/..up..and..away...gguf': 'gguf/up.and.away',
  '/m/模型.gguf': 'gguf/model',
  '/m/.gguf': 'gguf/model',
};

suite('ids of models made from GGUF files', () => {
  for (const [file, id] of Object.entries(IDS)) {
    test(`${file}: ${id}`, () => {
      assert.equal(ggufModelId(file), id);
      assert.ok(isHubId(id) && isMadeFromGguf(id) && isGgufFile(file));
    });
  }

  test('a very long name still is the name of a folder', () => {
    const id = ggufModelId(`/m/${'long'.repeat(60)}.gguf`);
    assert.ok(isHubId(id) && id.length < 120);
  });
});
