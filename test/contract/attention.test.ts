// First: transformers.js takes the ONNX Runtime that it finds, and other suites of the same process take
// transformers.js.
import '../../src/inference/models/onnxRuntime.node';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Tensor } from 'onnxruntime-node';
import { DecoderWindows } from '../../src/inference/inside/decoderWindows';
import { layersOf } from '../helpers/layersOf';
import { AttentionReader } from '../../src/inference/attention/attentionReader';
import { attentionWindows, type AttentionWindow } from '../../src/inference/attention/attentionWindow';
import { int64 } from '../../src/inference/models/inputTensors';
import { exposedValuesOf, openSession } from '../../src/inference/models/onnxRuntime.node';
import { runOutputs } from '../../src/inference/models/runForOutputs';
import { loadedModel, root } from '../helpers/fixtures';

/**
 * The input of PyTorch's eager attention; its weights are in a .bin file each. Written by
 * training/reference_attention.py.
 */
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
    const isEmbedded = name.startsWith('prompt-');
    const isCausal = name.endsWith('-gpt');
    const size = ids.length;

    suite(name, () => {
      let expected: Float32Array;
      let actual: Float32Array;

      suiteSetup(async () => {
        const file = readFileSync(path.join(fixtures, 'attention', `${name}.bin`));
        expected = new Float32Array(Uint8Array.from(file).buffer);
        actual = await (isEmbedded
          ? displayedAttention(name, text, ids)
          : graphAttention(path.join(fixtures, `${name}.onnx`), ids));
      });

      test('there are weights of every layer and head', () => {
        assert.equal(expected.length, layers * heads * size * size);
        assert.equal(actual.length, expected.length);
      });

      // Also for the embedded int8 models: their attention is computed in float32, without rounded activations.
      test('all weights are equal within 0.00001', () => {
        const largest = actual.reduce((most, weight, index) => Math.max(most, Math.abs(weight - expected[index]!)), 0);
        assert.ok(largest <= 1e-5, `${largest}`);
      });

      test('rows sum to 1', () => {
        for (const row of rowsOf(actual, size)) assert.ok(Math.abs(sum(row) - 1) <= 1e-5, `${sum(row)}`);
      });

      test(isCausal ? 'no head attends to later tokens' : 'every head attends to later tokens', () => {
        const ahead = new Float64Array(layers * heads);
        rowsOf(actual, size).forEach((row, index) => {
          ahead[Math.floor(index / size)]! += sum(row.subarray((index % size) + 1));
        });
        assert.ok(ahead.every((weight) => (isCausal ? weight === 0 : weight > 0)));
      });
    });
  }
});

/**
 * Attention weights [layers, heads, size, size] of an embedded model, as the panel displays them. Checks the tokens of
 * `text`.
 */
async function displayedAttention(name: string, text: string, ids: readonly number[]): Promise<Float32Array> {
  const model = await loadedModel(name);
  const window = attentionWindows([model], { models: [name], text, focus: 0, windowTokens: 512 })[0] as AttentionWindow;
  assert.deepEqual([...window.ids], ids);
  const reader = new AttentionReader(new DecoderWindows());
  const layers = await layersOf(reader, window);
  await reader.release(model);
  await model.session.release();
  return Float32Array.from(layers.flatMap((layer) => [...layer]));
}

/** Attention weights [layers, heads, size, size] that a graph computes for `ids`. */
async function graphAttention(graph: string, ids: readonly number[]): Promise<Float32Array> {
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
  const { attention } = exposedValuesOf(session);
  const outputs = await runOutputs(session, feeds, attention);
  const layers = attention.map((name) => outputs[name]!.data as Float32Array);
  await session.release();
  return Float32Array.from(layers.flatMap((layer) => [...layer]));
}

/** Views of the rows of all layers and heads. */
function rowsOf(weights: Float32Array, size: number): Float32Array[] {
  return Array.from({ length: weights.length / size }, (_, row) => weights.subarray(row * size, (row + 1) * size));
}

function sum(values: Float32Array): number {
  return values.reduce((total, value) => total + value, 0);
}
