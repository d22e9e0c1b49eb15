import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promptBert, promptGpt } from '../../src/core/models';
import { floatProducts } from '../../src/inference/models/floatProducts';
import { hiddenValues } from '../../src/inference/models/hiddenValues';
import { readNodes, withNodes } from '../../src/inference/models/onnxGraph';
import { openExact } from '../../src/inference/models/onnxRuntime.node';
import { models, root } from '../helpers/fixtures';

const graphOf = (id: string) => path.join(models, id, 'onnx', 'model_quantized.onnx');
const tiny = path.join(root, 'test', 'fixtures', 'tiny-gpt.onnx');

suite('products in float32', () => {
  for (const { id } of [promptGpt, promptBert]) {
    test(`${id}: takes the place of every product in int8, and of nothing else`, () => {
      const bytes = readFileSync(graphOf(id));
      const before = readNodes(bytes);
      const inInt8 = before.filter(({ kind }) => kind === 'MatMulInteger');
      const instead = floatProducts(before);
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

    test(`${id}: opened for its attention, it gives out that alone`, async () => {
      const { attention } = hiddenValues(readNodes(readFileSync(graphOf(id))));
      const session = await openExact(graphOf(id), attention, {});
      assert.deepEqual(session?.outputNames, attention);
      await session?.release();
    });
  }

  test('a graph in floats has none, and is not opened again', async () => {
    const nodes = readNodes(readFileSync(tiny));
    assert.equal(floatProducts(nodes).size, 0);
    assert.equal(await openExact(tiny, hiddenValues(nodes).attention, {}), undefined);
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
