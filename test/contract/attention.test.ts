// First: transformers.js takes the ONNX Runtime that it finds, and other suites of the same process take transformers.js.
import '../../src/inference/models/onnxRuntime.node';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { env } from '@xenova/transformers';
import { Tensor } from 'onnxruntime-node';
import { int64 } from '../../src/inference/models/feeds';
import { hiddenValuesOf, openSession } from '../../src/inference/models/onnxRuntime.node';
import { runFor } from '../../src/inference/models/runFor';
import { loadTokenizer } from '../../src/inference/tokens/tokenizer';
import { models, root } from '../helpers/fixtures';

/** What PyTorch's eager attention gave out for `ids`: training/reference_attention.py. */
interface Reference {
  /** Empty where the ids are random. */
  readonly text: string;
  readonly ids: readonly number[];
  readonly layers: number;
  readonly heads: number;
}

const fixtures = path.join(root, 'test', 'fixtures');
const references = JSON.parse(readFileSync(path.join(fixtures, 'attention', 'reference.json'), 'utf8')) as Readonly<
  Record<string, Reference>
>;

suite("attention weights against PyTorch's", () => {
  for (const [name, { text, ids, layers, heads }] of Object.entries(references)) {
    const isInt8 = name.startsWith('prompt-');
    const isCausal = name.endsWith('-gpt');
    const size = ids.length;

    suite(name, () => {
      let expected: Float32Array;
      let actual: Float32Array;

      suiteSetup(async () => {
        const file = readFileSync(path.join(fixtures, 'attention', `${name}.bin`));
        expected = new Float32Array(Uint8Array.from(file).buffer);
        const graph = path.join(models, name, 'onnx', 'model_quantized.onnx');
        actual = await attentionOf(isInt8 ? graph : path.join(fixtures, `${name}.onnx`), ids);
      });

      /** Differences [layers, heads, size, size]. */
      const differences = () => actual.map((weight, index) => Math.abs(weight - expected[index]!));

      test('every layer and head is given out', () => {
        assert.equal(expected.length, layers * heads * size * size);
        assert.equal(actual.length, expected.length);
      });

      if (isInt8) {
        test('the text has the ids that PyTorch read', async () => {
          env.allowRemoteModels = false;
          env.localModelPath = models;
          const tokenizer = await loadTokenizer(name);
          assert.deepEqual([...tokenizer.withSpecialTokens(tokenizer.encode(text).ids).ids], ids);
        });

        // What goes into a matrix is rounded to 8 bits here and not in PyTorch: 0.05 at most, 99.7 % within 0.02.
        test('int8: 99 % of the weights within 0.02, all within 0.1', () => {
          const far = differences().filter((difference) => difference > 0.02);
          assert.ok(far.length < 0.01 * actual.length, `${far.length} of ${actual.length}`);
          assert.ok(Math.max(...far) < 0.1, `${Math.max(...far)}`);
        });
      } else {
        test('float32: all weights within 0.00001', () => {
          const largest = Math.max(...differences());
          assert.ok(largest <= 1e-5, `${largest}`);
        });
      }

      test('rows sum to 1', () => {
        for (const row of rowsOf(actual, size)) assert.ok(Math.abs(sum(row) - 1) <= 1e-5, `${sum(row)}`);
      });

      test(isCausal ? 'no head looks to the right' : 'every head looks both ways', () => {
        const ahead = new Float64Array(layers * heads);
        rowsOf(actual, size).forEach((row, index) => {
          ahead[Math.floor(index / size)]! += sum(row.subarray((index % size) + 1));
        });
        assert.ok(ahead.every((weight) => (isCausal ? weight === 0 : weight > 0)));
      });
    });
  }
});

/** Attention weights [layers, heads, size, size] that the graph gives out for `ids`, as the panel asks for them. */
async function attentionOf(graph: string, ids: readonly number[]): Promise<Float32Array> {
  const session = await openSession(graph);
  const size = ids.length;
  const feeds: Record<string, Tensor> = {
    input_ids: int64(ids, [1, size]),
    attention_mask: int64(new Array<number>(size).fill(1), [1, size]),
  };
  for (const input of session.inputMetadata) {
    if (input.name === 'position_ids') feeds[input.name] = int64([...ids.keys()], [1, size]);
    else if (input.name === 'num_logits_to_keep') feeds[input.name] = int64([1], []);
    else if (input.isTensor && input.name.startsWith('past_key_values.')) {
      const [, groups, , width] = input.shape as number[];
      feeds[input.name] = new Tensor('float32', new Float32Array(0), [1, groups!, 0, width!]);
    }
  }
  const { attention } = hiddenValuesOf(session);
  const outputs = await runFor(session, feeds, attention);
  const layers = attention.map((name) => outputs[name]!.data as Float32Array);
  await session.release();
  return Float32Array.from(layers.flatMap((layer) => [...layer]));
}

/** Each row of all layers and heads, as a view. */
function rowsOf(weights: Float32Array, size: number): Float32Array[] {
  return Array.from({ length: weights.length / size }, (_, row) => weights.subarray(row * size, (row + 1) * size));
}

function sum(values: Float32Array): number {
  return values.reduce((total, value) => total + value, 0);
}
