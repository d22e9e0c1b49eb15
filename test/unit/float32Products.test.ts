import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Tensor, type InferenceSession } from 'onnxruntime-node';
import { promptBert, promptGpt } from '../../src/core/models/embeddedModels';
import { float32Products } from '../../src/inference/models/float32Products';
import { exposedValues } from '../../src/inference/models/exposeAttentionOutputs';
import { readNodes, withNodes, withOnlyOutputs, type GraphNode } from '../../src/inference/models/onnxProtobuf';
import { openSession } from '../../src/inference/models/onnxRuntime.node';
import { openFloat32 } from '../../src/inference/models/openSmallModelsInFloat32.node';
import { runOutputs } from '../../src/inference/models/runForOutputs';
import { models, root } from '../helpers/fixtures';

const graphOf = (id: string) => path.join(models, id, 'onnx', 'model_quantized.onnx');
const tiny = path.join(root, 'test', 'fixtures', 'tiny-gpt.onnx');

suite('products in float32', () => {
  for (const { id } of [promptGpt, promptBert]) {
    test(`${id}: replaces every product in int8, and no other node`, () => {
      const bytes = readFileSync(graphOf(id));
      const before = readNodes(bytes);
      const inInt8 = before.filter(({ opType }) => opType === 'MatMulInteger');
      const replacements = float32Products(before);
      assert.equal(replacements.size, inInt8.length);

      const after = readNodes(withNodes(bytes, replacements));
      assert.equal(after.length, before.length + inInt8.length);
      const untouched = before.filter(({ outputs }) => !replacements.has(outputs[0]!));
      const newValues = new Set([...replacements.values()].flat().flatMap(({ outputs }) => outputs));
      assert.deepEqual(
        after.filter(({ outputs }) => !newValues.has(outputs[0]!)),
        untouched,
      );
    });

    test(`${id}: opened for its attention, it outputs that alone and computes nothing in int8`, async () => {
      const bytes = readFileSync(graphOf(id));
      const nodes = readNodes(bytes);
      const { attention } = exposedValues(nodes);
      const session = await openFloat32(graphOf(id), attention, {});
      assert.deepEqual(session?.outputNames, attention);
      await session?.release();
      const pruned = readNodes(withOnlyOutputs(withNodes(bytes, float32Products(nodes)), attention));
      assert.ok(pruned.length > 0 && pruned.length < nodes.length);
      for (const { opType, outputs } of pruned) {
        assert.ok(!['MatMulInteger', 'DynamicQuantizeLinear'].includes(opType), opType);
        assert.notEqual(outputs[0], 'logits');
      }
    });
  }

  for (const name of ['asymmetric', 'everything']) {
    test(`quantised by ONNX Runtime, ${name}: the softmax of the same weights in float32`, async () => {
      const folder = path.join(root, 'test', 'fixtures', 'int8');
      const reference = JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8')) as {
        readonly x: readonly number[];
        readonly shape: readonly number[];
        readonly weights: readonly number[];
      };
      const file = path.join(folder, `${name}.onnx`);
      const feeds = { x: new Tensor('float32', Float32Array.from(reference.x), reference.shape) };
      const largestDifference = async (session: InferenceSession) => {
        const { weights } = await runOutputs(session, feeds, ['weights']);
        await session.release();
        return Math.max(...reference.weights.map((weight, index) => Math.abs(weight - Number(weights!.data[index]))));
      };
      assert.ok((await largestDifference((await openFloat32(file, ['weights'], {}))!)) < 1e-6);
      assert.ok((await largestDifference(await openSession(file))) > 1e-4, 'int8 does not differ');
    });
  }

  test('a product that is not multiplied by both scales at once stays in int8', () => {
    const node = (opType: string, inputs: string[], ...outputs: string[]): GraphNode => ({
      opType,
      inputs,
      outputs,
      branches: {},
    });
    const product = [
      node('DynamicQuantizeLinear', ['x'], 'x8', 'x_scale', 'x_zero'),
      node('MatMulInteger', ['x8', 'w8', 'x_zero'], 'int32'),
      node('Cast', ['int32'], 'float'),
    ];
    const usual = [...product, node('Mul', ['x_scale', 'w_scale'], 'scales'), node('Mul', ['float', 'scales'], 'y')];
    assert.deepEqual([...float32Products(usual).keys()], ['y']);
    const inTurn = [...product, node('Mul', ['float', 'x_scale'], 'half'), node('Mul', ['half', 'w_scale'], 'y')];
    assert.equal(float32Products(inTurn).size, 0);
    const both = [node('DynamicQuantizeLinear', ['w'], 'w8', 'own_scale', 'w_zero'), ...usual];
    assert.equal(float32Products(both).size, 0);
  });

  test('a graph in float32 has none, and is not opened again', async () => {
    const nodes = readNodes(readFileSync(tiny));
    assert.equal(float32Products(nodes).size, 0);
    assert.equal(await openFloat32(tiny, exposedValues(nodes).attention, {}), undefined);
  });

  test('a large graph is not opened again, nor even read', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'left-context-'));
    const file = path.join(folder, 'model_quantized.onnx');
    writeFileSync(file, 'This is not a graph.');
    truncateSync(file, 40_000_000);
    assert.equal(await openFloat32(file, [], {}), undefined);
    rmSync(folder, { recursive: true });
  });
});
