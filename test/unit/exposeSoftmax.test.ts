import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as ort from 'onnxruntime-node';
import { attentionOutputs, withOutputs } from '../../src/inference/attention/exposeSoftmax';
import { models } from '../helpers/fixtures';

suite('exposeSoftmax', () => {
  for (const model of ['prompt-gpt', 'prompt-bert']) {
    test(`${model}: one output a layer, and the model's own bytes untouched`, async () => {
      const bytes = readFileSync(path.join(models, model, 'onnx', 'model_quantized.onnx'));
      const names = attentionOutputs(bytes);
      assert.equal(names.length, 6);
      const exposed = withOutputs(bytes, names);
      assert.ok(exposed.length - bytes.length < 500);
      assert.ok(bytes.equals(exposed.subarray(0, bytes.length)));
      const session = await ort.InferenceSession.create(exposed);
      for (const name of names) assert.ok(session.outputNames.includes(name), name);
      await session.release();
    });
  }

  test('a text is no model', () => assert.throws(() => attentionOutputs(Buffer.from('this is not an ONNX file'))));
});
