import '../../src/inference/models/onnxRuntime.node';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Tensor } from 'onnxruntime-node';
import type { AttentionPart } from '../../src/core/attention/attentionParts';
import { DecoderWindows } from '../../src/inference/inside/decoderWindows';
import { layersOf } from '../helpers/layersOf';
import { AttentionReader } from '../../src/inference/attention/attentionReader';
import { attentionWindows, withGenerated, type AttentionWindow } from '../../src/inference/attention/attentionWindow';
import { decoderInputs, encode } from '../../src/inference/generation/encoderDecoder';
import { forwardPass } from '../../src/inference/generation/decoderForwardPass';
import { greedyDecode } from '../../src/inference/generation/greedyDecode';
import { KeyValues } from '../../src/inference/generation/keyValuesWithoutGaps';
import { topToken } from '../../src/inference/generation/topTokens';
import { PrefixReader } from '../../src/inference/generation/prefixCachingReader';
import { emptyPast, modelInputs } from '../../src/inference/models/inputTensors';
import { exposedValues } from '../../src/inference/models/exposeAttentionOutputs';
import type { LoadedModel } from '../../src/inference/models/loadedModel';
import { readNodes } from '../../src/inference/models/onnxProtobuf';
import { withExposedValues } from '../../src/inference/models/onnxRuntime.node';
import { runOutputs } from '../../src/inference/models/runForOutputs';
import {
  expectedAttention,
  exportReferences,
  exportsFolder,
  exportWith,
  removeExports,
  type ExportReference,
} from '../helpers/exports';
import { loadedModel } from '../helpers/fixtures';
import { unhurried } from '../helpers/inferences';
import { runInWasm } from '../helpers/wasm';

interface ExportedModel {
  readonly family: string;
  /** Files in onnx/, without .onnx. */
  readonly graphs: readonly string[];
}

/** Every kind of export of each family. */
const EXPORTS: readonly ExportedModel[] = [
  ...['gpt2', 'llama', 'bert', 'distilbert', 'roberta'].flatMap((family) => [
    { family, graphs: ['model'] },
    { family, graphs: ['model_quantized'] },
  ]),
  { family: 'gpt2', graphs: ['decoder_model_merged'] },
  { family: 'gpt2', graphs: ['decoder_model_merged_quantized'] },
  { family: 'bert/external', graphs: ['model'] },
  { family: 'bert-embeddings', graphs: ['model'] },
  { family: 't5', graphs: ['encoder_model', 'decoder_model_merged'] },
  { family: 't5', graphs: ['encoder_model_quantized', 'decoder_model_merged_quantized'] },
];

suite('attention of common exports', () => {
  suiteTeardown(removeExports);

  for (const { family, graphs } of EXPORTS) {
    suite(`${family}: ${graphs.join(' and ')}`, () => {
      const name = family.split('/')[0]!;
      const reference = exportReferences[name]!;
      const parts = Object.keys(reference.attentions);
      const isInt8 = graphs[0]!.endsWith('_quantized');
      const isMerged = graphs.some((graph) => graph.startsWith('decoder_model_merged'));
      // int8 rounds the weights of the matrices. Merged graphs also round the activations, since only single small
      // graphs are opened in float32 for their attention. In a model with random weights, single attention weights
      // change a lot by that.
      const [largest, mean] = !isInt8 ? [1e-4, 1e-5] : isMerged ? [0.6, 0.02] : [0.25, 0.01];
      let model: LoadedModel;

      suiteSetup(async () => {
        model = await loadedModel(exportWith(family, graphs));
      });

      for (const part of parts) {
        test(`${part}: every layer and head equals PyTorch`, async () => {
          const window = windowOf(model, reference, part);
          assert.deepEqual([...window.ids], reference.ids);
          const layers = await layersOf(new AttentionReader(new DecoderWindows()), window);
          const { shape } = reference.attentions[part]!;
          const actual = layers.flatMap((layer) => [...(part === 'cross' ? crossWeights(layer, shape) : layer)]);
          near(actual, expectedAttention(name, part), largest, mean);
          const columns = shape.at(-1)!;
          for (let row = 0; row < actual.length; row += columns) {
            const sum = actual.slice(row, row + columns).reduce((total, weight) => total + weight, 0);
            assert.ok(Math.abs(sum - 1) < 1e-5, `a row sums to ${sum}`);
          }
        });
      }

      if (reference.attentions['decoder'] && !reference.decoderIds) {
        test('a token after a past attends as in one pass', async () => {
          const { ids, layers, heads } = reference;
          const last = ids.length - 1;
          const past = new KeyValues(model, ids.length);
          await forwardPass(model, Int32Array.from(ids.slice(0, last)), past, 1);
          const feeds = {
            ...modelInputs(model.session, Int32Array.of(ids[last]!), { before: last }),
            ...past.inputs(),
          };
          const outputs = await runOutputs(model.session, feeds, model.attention);
          const expected = expectedAttention(name, 'decoder');
          const rows = Array.from({ length: layers * heads }, (_, head) => {
            const start = (head * ids.length + last) * ids.length;
            return [...expected.subarray(start, start + ids.length)];
          });
          const actual = model.attention.flatMap((layer) => [...(outputs[layer]!.data as Float32Array)]);
          near(actual, Float32Array.from(rows.flat()), largest, mean);
        });
      }

      if (reference.greedy) {
        test('generates what PyTorch generates', async () => {
          const generated = await (model.decoder ? rewritten(model, reference) : continued(model, reference));
          if (isInt8) assert.ok(generated.length > 0);
          else assert.deepEqual(generated, reference.greedy!.slice(-generated.length));
        });
      }

      if (!isInt8) {
        test('the WASM runtime computes equal weights', async () => {
          for (const [index, graph] of graphs.entries()) {
            const folder = path.join(exportsFolder, family, 'onnx');
            const bytes = readFileSync(path.join(folder, `${graph}.onnx`));
            const hidden = exposedValues(readNodes(bytes));
            const feeds = await feedsOf(model, reference, index);
            const outside = family.endsWith('/external') ? folder : undefined;
            const outputs = await runInWasm(withExposedValues(bytes, hidden), hidden.attention, feeds, outside);
            const computed = model.decoder ? (index === 0 ? ['encoder'] : ['decoder', 'cross']) : parts;
            for (const [turn, part] of computed.entries()) {
              const layers = outputs.filter((_, layer) => layer % computed.length === turn);
              near(
                layers.flatMap((weights) => [...weights]),
                expectedAttention(name, part),
                1e-4,
                1e-5,
              );
            }
          }
        });
      }
    });
  }
});

function near(actual: readonly number[], expected: Float32Array, largest: number, mean: number): void {
  assert.equal(actual.length, expected.length);
  const differences = actual.map((weight, index) => Math.abs(weight - expected[index]!));
  const most = Math.max(...differences);
  const average = differences.reduce((sum, difference) => sum + difference, 0) / differences.length;
  assert.ok(most < largest, `one weight differs by ${most}`);
  assert.ok(average < mean, `weights differ by ${average} on average`);
}

/** The window of the reference's text, with the ids that PyTorch's decoder read. */
function windowOf(model: LoadedModel, { text, decoderIds }: ExportReference, part: string): AttentionWindow {
  const request = {
    models: [],
    text,
    focus: 0,
    windowTokens: 512,
    part: model.decoder ? (part as AttentionPart) : 'encoder',
  };
  const [window] = attentionWindows([model], request as Parameters<typeof attentionWindows>[1]);
  return decoderIds ? withGenerated(window!, text, decoderIds.slice(1)) : window!;
}

/** The cross-attention weights [heads, generated, read] in square maps [heads, size, size], size = read + generated. */
function crossWeights(maps: Float32Array, [, heads, generated, read]: readonly number[]): number[] {
  const size = generated! + read!;
  const rows = Array.from({ length: heads! * generated! }, (_, row) => {
    const head = Math.floor(row / generated!);
    const start = (head * size + read! + (row % generated!)) * size;
    return [...maps.subarray(start, start + read!)];
  });
  return rows.flat();
}

async function continued(model: LoadedModel, { ids, greedy }: ExportReference): Promise<number[]> {
  const reader = new PrefixReader(model, 128);
  const read = [...ids];
  while (read.length < ids.length + greedy!.length) read.push(topToken(await reader.read(Int32Array.from(read), 1)).id);
  return read.slice(ids.length);
}

async function rewritten(model: LoadedModel, { ids, greedy }: ExportReference): Promise<number[]> {
  const encoded = await encode(model, Int32Array.from(ids));
  return (await greedyDecode(model, encoded, greedy!.length - 1, unhurried)).ids;
}

/** Inputs of one of the model's graphs for the reference, without a past; 0 is the model or encoder, 1 the decoder. */
async function feedsOf(
  model: LoadedModel,
  { ids, decoderIds }: ExportReference,
  index: number,
): Promise<Record<string, Tensor>> {
  const read = Int32Array.from(ids);
  if (index === 0) return { ...modelInputs(model.session, read), ...emptyPast(model.session) };
  const { session } = model.decoder!;
  const encoded = await encode(model, read);
  const feeds = modelInputs(session, Int32Array.from(decoderIds!));
  return { ...feeds, ...emptyPast(session), ...decoderInputs(model.decoder!, encoded) };
}
