import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as ort from 'onnxruntime-node';
import { exposedValues } from '../../src/inference/models/exposeAttentionOutputs';
import { readNodes, withOutputs } from '../../src/inference/models/onnxProtobuf';
import { promptBert, promptGpt } from '../../src/core/models/embeddedModels';
import { models } from '../helpers/fixtures';

suite('exposedValues', () => {
  for (const { id, layers, task } of [promptGpt, promptBert]) {
    test(`${id}: finds a softmax per layer and the new keys and values, and leaves the model's own bytes as they are`, async () => {
      const bytes = readFileSync(path.join(models, id, 'onnx', 'model_quantized.onnx'));
      const { attention, newKeyValues } = exposedValues(readNodes(bytes));
      assert.equal(attention.length, layers);
      assert.equal(Object.keys(newKeyValues).length, task === 'causal' ? 2 * layers : 0);

      const names = [...attention, ...Object.values(newKeyValues)];
      const exposed = withOutputs(bytes, names);
      assert.ok(exposed.length - bytes.length < 2000);
      assert.ok(bytes.equals(exposed.subarray(0, bytes.length)));
      const session = await ort.InferenceSession.create(exposed);
      for (const name of names) assert.ok(session.outputNames.includes(name), name);
      await session.release();
    });
  }

  test('a text is not a model', () => assert.throws(() => readNodes(Buffer.from('this is not an ONNX file'))));
});
