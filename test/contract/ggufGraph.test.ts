import '../../src/inference/models/onnxRuntime.node';
import assert from 'node:assert/strict';
import { DecoderWindows } from '../../src/inference/inside/decoderWindows';
import { InsideReader } from '../../src/inference/inside/insideReader';
import { emptyPast, int64, modelInputs } from '../../src/inference/models/inputTensors';
import { openExact } from '../../src/inference/models/exactGraph.node';
import { f32 } from '../../src/inference/models/gguf/formats/floats';
import { findModel } from '../../src/inference/models/findModelById.node';
import { loadModel } from '../../src/inference/models/loadedModel';
import type { Graph } from '../../src/inference/models/openedGraph';
import { runOutputs } from '../../src/inference/models/runForOutputs';
import type { Turn } from '../../src/inference/requestScheduler';
import { assertNear } from '../helpers/assertNear';
import { places } from '../helpers/fixtures';
import type { FormatName } from '../helpers/ggufBlocks';
import { GgufFolders } from '../helpers/ggufFolders';
import { llamaReference } from '../helpers/llamaReference';
import { seeded } from '../helpers/random';
import type { TinyLlamaOptions } from '../helpers/tinyLlama';
import { TINY_VOCABULARY } from '../helpers/tinyTokenizer';

/** Longer than what is read in one pass to look inside. */
const TEXT = randomIds(1, 40);

/** Formats of the parts of a layer that can be stored as one matrix, all different. */
const MIXED: Readonly<Record<string, FormatName>> = {
  attn_q: 'Q4_1',
  attn_k: 'Q8_0',
  attn_v: 'F16',
  ffn_gate: 'Q4_0',
  ffn_up: 'Q4_1',
  ffn_down: 'Q8_0',
  attn_output: 'F32',
};

const MODELS: Readonly<Record<string, TinyLlamaOptions>> = {
  'all in F32': { format: () => 'F32' },
  'all in F16': { format: () => 'F16' },
  'all in Q8_0': {},
  'all in Q4_0, embeddings included': { format: () => 'Q4_0' },
  'all in Q4_1, embeddings included': { format: () => 'Q4_1' },
  'Q4_1 with embeddings in Q8_0, as SmolLM2': {
    format: (tensor) => (tensor === 'token_embd.weight' ? 'Q8_0' : 'Q4_1'),
  },
  'each part of a layer in another format': { format: (tensor) => MIXED[tensor.split('.')[2]!] ?? 'Q4_0' },
  'a head of its own, in another format': {
    hasHead: true,
    format: (tensor) => (tensor === 'output.weight' ? 'Q4_1' : 'Q8_0'),
  },
  'factors of the turns, as Llama 3.1': { turnFactors: [1, 1, 1.5, 2, 4, 8, 8, 8] },
  'as many groups as heads': { shape: { groups: 4 } },
  'one group for all heads': { shape: { groups: 1 } },
  'heads wider than their share of the width': { shape: { headWidth: 32 } },
  'three heads, three layers, another theta': {
    shape: { layers: 3, heads: 3, groups: 3, headWidth: 32, theta: 500_000 },
  },
};

suite('a graph made from a GGUF file', () => {
  const folders = new GgufFolders();
  suiteTeardown(() => folders.remove());

  const load = async (options: TinyLlamaOptions = {}) => {
    const made = await folders.makeExact(options);
    return { ...made, model: await loadModel(await findModel(made.folder, places), 1) };
  };

  for (const [name, options] of Object.entries(MODELS)) {
    test(`logits and attention equal the reference: ${name}`, async () => {
      const { model, ...llama } = await load(options);
      const expected = llamaReference(llama, TEXT);
      assertNear(await logitsOf(model, [TEXT], TEXT.length), expected.logits.flatMap(numbers), 'logits', 1e-3);
      const inside = new InsideReader(new DecoderWindows());
      const { layers } = await inside.values(model);
      assert.equal(layers.length, llama.shape.layers);
      const attention = await inside.read(
        model,
        TEXT,
        layers.map(({ weights }) => weights),
      );
      attention.forEach(({ data }, layer) => {
        const rows = expected.layers[layer]!.attention.flat();
        assertNear(data as Float32Array, rows.flatMap(toWholeRow), `attention of layer ${layer}`, 5e-4);
      });
      await inside.releaseAll();
      await model.session.release();
    });
  }

  test('one pass over a text, in turns, is enough to look at all layers', async () => {
    const { model } = await load();
    const inside = new InsideReader(new DecoderWindows());
    const { layers, embeddings, output } = await inside.values(model);
    const { num_key_value_heads: groups } = model.config as { num_key_value_heads: number };
    let turns = 0;
    const turn: Turn = (pass) => {
      turns++;
      return pass();
    };
    await inside.read(model, TEXT, [layers[0]!.query], turn);
    assert.equal(turns, 2);
    for (const { weights, headOutput, ...others } of layers) {
      const before: number = turns;
      await inside.read(model, TEXT, [weights, headOutput], turn);
      assert.equal(turns, before + groups);
      await inside.read(model, TEXT, [others.input, others.keys, others.values], turn);
      assert.equal(turns, before + groups);
    }
    const [first, last] = await inside.read(model, TEXT, [embeddings, output!], turn);
    assert.equal(first!.data.length, last!.data.length);
    await model.session.release();
  });

  test('after an edit, only the tokens from the edit on are read again', async () => {
    const { model } = await load();
    const inside = new InsideReader(new DecoderWindows());
    const { layers, output } = await inside.values(model);
    const { num_key_value_heads: groups } = model.config as { num_key_value_heads: number };
    const names = [...layers.flatMap(({ input, query, keys, weights }) => [input, query, keys, weights]), output!];
    const edits = [
      TEXT.with(-2, 3),
      Int32Array.of(...TEXT, 1, 2, 3),
      TEXT.subarray(0, 20),
      Int32Array.of(5, ...TEXT),
      TEXT.with(20, 4),
    ];
    await inside.read(model, TEXT, names);
    for (const edited of edits) {
      let turns = 0;
      const turn: Turn = (pass) => {
        turns++;
        return pass();
      };
      const reused = await inside.read(model, edited, names, turn);
      const fresh = await new InsideReader(new DecoderWindows()).read(model, edited, names);
      reused.forEach(({ data, dims }, index) => {
        assert.deepEqual(dims, fresh[index]!.dims);
        assertNear(data as Float32Array, [...(fresh[index]!.data as Float32Array)], names[index]!, 1e-3);
      });
      assert.ok(turns <= groups * layers.length + 2, `${turns} turns`);
    }
    await model.session.release();
  });

  test('a matrix of floats is rounded by at most half a step of its block, and zeros stay zeros', () => {
    const random = seeded(4);
    const numbers = Float32Array.from({ length: 96 }, (_, index) => (index < 32 ? 0 : 10 * (random() - 0.5)));
    const { values, scales } = f32.quantize(new Uint8Array(numbers.buffer));
    numbers.forEach((number, index) => {
      const scale = scales[Math.floor(index / 32)]!;
      assert.ok(Math.abs(scale * (values[index]! - 128) - number) <= scale * 0.5001, String(number));
    });
  });

  for (const format of ['Q4_1', 'Q8_0'] as const)
    test(`rounding the input of products moves logits a little, and the exact graph does not (${format})`, async () => {
      const { folder, ...llama } = await folders.make({ seed: 3, format: () => format });
      const rounding = await loadModel(await findModel(folder, places), 1);
      const exact = await openExact(rounding);
      const expected = llamaReference(llama, TEXT).logits.flatMap(numbers);
      const [rounded, others] = await Promise.all(
        [rounding, exact!].map((graph) => logitsOf(graph, [TEXT], TEXT.length)),
      );
      const largest = (logits: Float32Array) =>
        Math.max(...expected.map((value, index) => Math.abs(value - logits[index]!)));
      assert.ok(largest(rounded!) < 0.2, String(largest(rounded!)));
      assert.ok(largest(others!) < largest(rounded!) / 30, `${largest(others!)}, ${largest(rounded!)}`);
      await Promise.all([rounding, exact!].map(({ session }) => session.release()));
    });

  test('two texts in one pass give the same as each on its own', async () => {
    const { model } = await load({ format: () => 'Q4_1' });
    const texts = [TEXT, randomIds(2, TEXT.length)];
    const both = await logitsOf(model, texts, 5);
    const apart = await Promise.all(texts.map((text) => logitsOf(model, [text], 5)));
    assertNear(both, apart.flatMap(numbers), 'logits', 1e-5);
  });
});

const numbers = (row: Iterable<number>) => [...row];

/** A token looks at nothing behind it. */
const toWholeRow = (row: Float64Array) => [...row, ...new Array<number>(TEXT.length - row.length).fill(0)];

/** Random tokens that are text. */
function randomIds(seed: number, count: number): Int32Array {
  const random = seeded(seed);
  return Int32Array.from({ length: count }, () => 3 + Math.floor(random() * (TINY_VOCABULARY - 3)));
}

/** Logits of the last `keep` tokens of texts of one length, all read in one pass [texts, keep, vocabulary]. */
async function logitsOf({ session }: Graph, texts: readonly Int32Array[], keep: number): Promise<Float32Array> {
  const dims = [texts.length, texts[0]!.length];
  const ids = int64(texts.flatMap(numbers), dims);
  const feeds = { ...modelInputs(session, texts[0]!, { keep }), ...emptyPast(session), input_ids: ids };
  const { logits } = await runOutputs(session, feeds, ['logits']);
  return logits!.data as Float32Array;
}
