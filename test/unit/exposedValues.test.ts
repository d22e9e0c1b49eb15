import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as ort from 'onnxruntime-node';
import { exposedValues } from '../../src/inference/models/exposedValues';
import { readNodes, withOutputs } from '../../src/inference/models/onnxGraph';
import { promptBert, promptGpt } from '../../src/core/models/modelSpec';
import { models } from '../helpers/fixtures';

suite('hiddenValues', () => {
  for (const { id, layers, task } of [promptGpt, promptBert]) {
    test(`${id}: a softmax a layer, what a pass adds to the past, and the model's own bytes untouched`, async () => {
      const bytes = readFileSync(path.join(models, id, 'onnx', 'model_quantized.onnx'));
      const { attention, growth } = exposedValues(readNodes(bytes));
      assert.equal(attention.length, layers);
      assert.equal(Object.keys(growth).length, task === 'causal' ? 2 * layers : 0);

      const names = [...attention, ...Object.values(growth)];
      const exposed = withOutputs(bytes, names);
      assert.ok(exposed.length - bytes.length < 2000);
      assert.ok(bytes.equals(exposed.subarray(0, bytes.length)));
      const session = await ort.InferenceSession.create(exposed);
      for (const name of names) assert.ok(session.outputNames.includes(name), name);
      await session.release();
    });
  }

  test('a text is no model', () => assert.throws(() => readNodes(Buffer.from('this is not an ONNX file'))));
});
