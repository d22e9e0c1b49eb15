import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Tensor, type InferenceSession } from 'onnxruntime-node';
import { promptBert, promptGpt } from '../../src/core/models/modelSpec';
import { float32Products } from '../../src/inference/models/float32Products';
import { exposedValues } from '../../src/inference/models/exposedValues';
import { readNodes, withNodes, withOnlyOutputs, type Node } from '../../src/inference/models/onnxGraph';
import { openExact, openSession } from '../../src/inference/models/onnxRuntime.node';
import { runOutputs } from '../../src/inference/models/runOutputs';
import { models, root } from '../helpers/fixtures';

const graphOf = (id: string) => path.join(models, id, 'onnx', 'model_quantized.onnx');
const tiny = path.join(root, 'test', 'fixtures', 'tiny-gpt.onnx');

suite('products in float32', () => {
  for (const { id } of [promptGpt, promptBert]) {
    test(`${id}: takes the place of every product in int8, and of nothing else`, () => {
      const bytes = readFileSync(graphOf(id));
      const before = readNodes(bytes);
      const inInt8 = before.filter(({ kind }) => kind === 'MatMulInteger');
      const instead = float32Products(before);
      assert.equal(instead.size, inInt8.length);

      const after = readNodes(withNodes(bytes, instead));
      assert.equal(after.length, before.length + inInt8.length);
      const untouched = before.filter(({ outputs }) => !instead.has(outputs[0]!));
      const made = new Set([...instead.values()].flat().flatMap(({ outputs }) => outputs));
      assert.deepEqual(
        after.filter(({ outputs }) => !made.has(outputs[0]!)),
        untouched,
      );
    });

    test(`${id}: opened for its attention, it gives out that alone, and nothing is left in int8`, async () => {
      const bytes = readFileSync(graphOf(id));
      const nodes = readNodes(bytes);
      const { attention } = exposedValues(nodes);
      const session = await openExact(graphOf(id), attention, {});
      assert.deepEqual(session?.outputNames, attention);
      await session?.release();
      const kept = readNodes(withOnlyOutputs(withNodes(bytes, float32Products(nodes)), attention));
      assert.ok(kept.length > 0 && kept.length < nodes.length);
      for (const { kind, outputs } of kept) {
        assert.ok(!['MatMulInteger', 'DynamicQuantizeLinear'].includes(kind), kind);
        assert.notEqual(outputs[0], 'logits');
      }
    });
  }

  for (const name of ['asymmetric', 'everything']) {
    test(`as ONNX Runtime quantises, ${name}: the softmax of the same weights in float32`, async () => {
      const folder = path.join(root, 'test', 'fixtures', 'int8');
      const reference = JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8')) as {
        readonly x: readonly number[];
        readonly shape: readonly number[];
        readonly weights: readonly number[];
      };
      const file = path.join(folder, `${name}.onnx`);
      const feeds = { x: new Tensor('float32', Float32Array.from(reference.x), reference.shape) };
      const farthest = async (session: InferenceSession) => {
        const { weights } = await runOutputs(session, feeds, ['weights']);
        await session.release();
        return Math.max(...reference.weights.map((weight, index) => Math.abs(weight - Number(weights!.data[index]))));
      };
      assert.ok((await farthest((await openExact(file, ['weights'], {}))!)) < 1e-6);
      assert.ok((await farthest(await openSession(file))) > 1e-4, 'int8 does not differ');
    });
  }

  test('a product that is multiplied with anything else than both scales stays in int8', () => {
    const node = (kind: string, inputs: string[], ...outputs: string[]): Node => ({
      kind,
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

  test('a graph in floats has none, and is not opened again', async () => {
    const nodes = readNodes(readFileSync(tiny));
    assert.equal(float32Products(nodes).size, 0);
    assert.equal(await openExact(tiny, exposedValues(nodes).attention, {}), undefined);
  });

  test('a large graph is not opened again, nor even read', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'left-context-'));
    const file = path.join(folder, 'model_quantized.onnx');
    writeFileSync(file, 'This is no graph.');
    truncateSync(file, 40_000_000);
    assert.equal(await openExact(file, [], {}), undefined);
    rmSync(folder, { recursive: true });
  });
});
