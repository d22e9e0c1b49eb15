import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Inference } from '../../src/contracts/inference';
import type { AttentionSteps } from '../../src/contracts/insideRequests';
import { promptBert } from '../../src/core/models/embeddedModels';
import { tableOf, vectorAt } from '../../src/core/inside/vectorSimilarity';
import { shuffleEffect } from '../../src/features/inside/measureShuffleEffect';
import { sentencesApart } from '../../src/features/inside/readSentencesApart';
import { DecoderWindows } from '../../src/inference/inside/decoderWindows';
import { InsideReader } from '../../src/inference/inside/insideReader';
import { exportWith, removeExports } from '../helpers/exports';
import { loadedModel, root, samplePrompt } from '../helpers/fixtures';
import { inferences, unhurried } from '../helpers/inferences';
import { nextTokenContract } from './shared/expectationContract';
import { seeded } from '../helpers/random';

/** Written by training/inside_reference.py, one a family. */
interface Reference {
  readonly text: string;
  readonly ids: readonly number[];
  /** Embeddings, then the output of each layer [tokens, width]. */
  readonly vectors: readonly (readonly number[])[];
  readonly steps: Readonly<
    Record<'query' | 'keys' | 'values' | 'products' | 'scores' | 'weights' | 'mixed', readonly number[]>
  > & { readonly layer: number; readonly head: number; readonly row: number; readonly scale: number };
  readonly positions: { readonly kind: string; readonly values: readonly number[] };
}

/** Families and their graphs that are compared with PyTorch. */
const EXPORTS: readonly (readonly [family: string, ...graphs: string[]])[] = [
  ['gpt2', 'model'],
  ['gpt2', 'decoder_model_merged'],
  ['llama', 'model'],
  ['bert', 'model'],
  ['t5', 'encoder_model', 'decoder_model_merged'],
];

/** Families and their graphs whose steps are only checked against each other. */
const OTHER_EXPORTS: typeof EXPORTS = [
  ['bert-embeddings', 'model'],
  ['distilbert', 'model'],
  ['roberta', 'model'],
  ['bert/external', 'model'],
  ...['gpt2', 'llama', 'bert', 'distilbert', 'roberta'].map((family) => [family, 'model_quantized'] as const),
  ['gpt2', 'decoder_model_merged_quantized'],
  ['t5', 'encoder_model_quantized', 'decoder_model_merged_quantized'],
];

function referenceOf(family: string): Reference {
  return JSON.parse(readFileSync(path.join(root, 'test', 'fixtures', 'inside', `${family}.json`), 'utf8')) as Reference;
}

/** Checks that numbers are equal within `within`, relative to the expected number where that is above 1. */
function near(actual: ArrayLike<number>, expected: ArrayLike<number>, what: string, within = 1e-4): void {
  assert.equal(actual.length, expected.length, `length of ${what}`);
  for (let index = 0; index < expected.length; index++) {
    const [one, other] = [actual[index]!, expected[index]!];
    const distance = Math.abs(one - other);
    assert.ok(distance <= within * Math.max(1, Math.abs(other)), `${what}, ${index}: ${one} is not ${other}`);
  }
}

/** Recomputes the products, the softmax and the weighted sum of a row from its query, keys and values. */
function recompute({ query, keys, values, products, scale, scores, weights, width }: AttentionSteps, head: number) {
  const size = products.length;
  const rows = (matrix: Float32Array) =>
    Array.from({ length: size }, (_, row) => matrix.subarray(row * width, (row + 1) * width));
  const dot = (key: Float32Array) => key.reduce((sum, value, index) => sum + value * query[index]!, 0);
  const rowWeights = weights.subarray(head * size, (head + 1) * size);
  const visible = scores.map((score) => (score === -Infinity ? 0 : 1));
  const total = products.reduce((sum, product, token) => sum + visible[token]! * Math.exp(product * scale), 0);
  const sums = Array.from({ length: width }, (_, index) =>
    rows(values).reduce((sum, value, token) => sum + rowWeights[token]! * value[index]!, 0),
  );
  return {
    products: rows(keys).map(dot),
    softmax: Array.from(products, (product, token) => (visible[token]! * Math.exp(product * scale)) / total),
    rowWeights,
    sums,
  };
}

for (const [where, start] of Object.entries(inferences)) {
  suite(`what is inside a model ${where}`, () => {
    const { inference, stop } = start();
    suiteTeardown(() => {
      stop();
      removeExports();
    });

    for (const [family, ...graphs] of EXPORTS) {
      suite(`${family}: ${graphs.join(' and ')}`, () => {
        const reference = referenceOf(family);
        const { text, ids } = reference;
        let window: { model: string; text: string; focus: number; windowTokens: number };
        suiteSetup(() => (window = { model: exportWith(family, graphs), text, focus: 0, windowTokens: 512 }));

        test('vectors of every layer equal PyTorch', async () => {
          const { pieces, vectors } = await inference.vectors({ ...window, layers: [0, 1, 2] }, unhurried);
          assert.equal(pieces.length, ids.length);
          vectors.forEach((layer, index) => near(layer, reference.vectors[index]!, `layer ${index}`));
        });

        test('the steps of a row equal PyTorch and NumPy', async () => {
          const { layer, head, row, scale, scores, ...expected } = reference.steps;
          const steps = await inference.attentionSteps({ ...window, layer, head, row }, unhurried);
          for (const name of ['query', 'keys', 'values', 'products', 'weights'] as const)
            near(steps[name], expected[name], name);
          near(steps.headOutput, expected.mixed, 'head output');
          near(steps.scores.filter(Number.isFinite), scores, 'scores');
          near([steps.scale], [scale], 'scale');
        });

        test('positions equal PyTorch', async () => {
          const { kind, values } = await inference.positionEncodings({ model: window.model }, unhurried);
          assert.equal(kind, reference.positions.kind);
          near(values, reference.positions.values, 'positions');
        });
      });
    }

    for (const [family, ...graphs] of OTHER_EXPORTS) {
      test(`each step follows from the one before: ${family}, ${graphs.join(' and ')}`, async () => {
        const model = exportWith(family, graphs);
        const window = { model, text: 'A naïve reader, please: summarize it.', focus: 0, windowTokens: 64 };
        const steps = await inference.attentionSteps({ ...window, layer: 1, head: 1, row: 3 }, unhurried);
        const expected = recompute(steps, 1);
        // Merged decoders compute in int8, which rounds the activations.
        const within = graphs[0] === 'decoder_model_merged_quantized' ? 0.1 : 1e-4;
        near(steps.products, expected.products, 'q·k', within);
        // Models of the T5 family add a bias before the softmax.
        if (family !== 't5') near(expected.rowWeights, expected.softmax, 'softmax', within);
        near(steps.headOutput, expected.sums, 'weighted sum', within);
      });
    }

    for (const [model, family] of [
      ['prompt-gpt', 'causal'],
      ['prompt-bert', 'masked'],
    ] as const) {
      suite(`${model}, in int8`, () => {
        const text = samplePrompt('support-agent.txt').slice(0, 400);
        const window = { model, text, focus: 200, windowTokens: 64 };
        const [layer, head] = [3, 5];

        test('each step follows from the one before', async () => {
          const steps = await inference.attentionSteps({ ...window, layer, head }, unhurried);
          const expected = recompute(steps, head);
          near(steps.products, expected.products, 'q·k');
          near(expected.rowWeights, expected.softmax, 'softmax');
          near(steps.headOutput, expected.sums, 'weighted sum');
          assert.equal(steps.scores.includes(-Infinity), family === 'causal');
        });

        test('the weights equal those of the attention panel, in every head', async () => {
          const steps = await inference.attentionSteps({ ...window, layer, head }, unhurried);
          const { row, heads } = steps;
          const size = steps.pieces.length;
          assert.ok(steps.starts[row]! <= window.focus && steps.ends[row]! >= window.focus, 'the token at the focus');
          const selections = Array.from({ length: heads }, (_, each) => ({ model, layer, head: each }));
          const maps = await inference.attend({ ...window, models: [model], selections }, unhurried);
          maps.forEach(({ weights }, each) =>
            near(
              steps.weights.subarray(each * size, (each + 1) * size),
              weights.subarray(row * size, (row + 1) * size),
              `head ${each}`,
            ),
          );
        });

        test('equal words have equal embeddings, but different vectors in later layers', async () => {
          const bank = 'The bank of the river. The money is in the bank.';
          const request = { model, text: bank, focus: 0, windowTokens: 64, layers: [0, 1, 8] };
          const { starts, vectors } = await inference.vectors(request, unhurried);
          const at = (offset: number) => starts.findIndex((from) => from === offset || from === offset - 1);
          const [one, two] = [at(bank.indexOf('bank')), at(bank.lastIndexOf('bank'))];
          const vectorOf = (layer: number, token: number) => vectorAt(tableOf(starts.length, vectors[layer]!), token);
          assert.deepEqual(vectorOf(0, one), vectorOf(0, two));
          for (const later of [1, 2]) assert.notDeepEqual(vectorOf(later, one), vectorOf(later, two));
        });
      });
    }

    nextTokenContract(() => ({ inference, model: 'prompt-gpt', contextLength: 512 }));

    test('next-token probabilities of another model agree with surprise, and sum to 1', async () => {
      // surprise.test.ts compares surprise with PyTorch.
      const text = 'Answer in one sentence, and say that you do not know.';
      const model = exportWith('gpt2', ['model']);
      const { starts, bits } = await inference.surprise({ model, text, focus: 0 }, unhurried);
      // At the start of a word, the tokens before it do not depend on the text after it.
      const words = [...starts.keys()].filter((token) => text[starts[token]!] === ' ');
      assert.ok(words.length >= 5);
      for (const token of words) {
        const next = await inference.nextToken({ model, left: text.slice(0, starts[token]) }, unhurried);
        const actual = next.texts.indexOf(text.slice(starts[token], starts[token + 1]));
        assert.notEqual(actual, -1);
        near([-next.logProbabilities[actual]! / Math.LN2], [bits[token]!], `token ${token}`);
        near([next.logProbabilities.reduce((sum, log) => sum + Math.exp(log), 0)], [1], 'sum');
        assert.deepEqual(next.logProbabilities, next.logProbabilities.toSorted().reverse());
        assert.equal(next.texts.length, next.logProbabilities.length);
      }
    });

    test('predicts “know” after “you do not”', async () => {
      const left = 'Answer the question in one sentence. If you do not know the answer, say that you do not ';
      const { texts } = await inference.nextToken({ model: 'prompt-gpt', left }, unhurried);
      assert.equal(texts[0], ' know');
    });

    test('refuses a layer, head or row that does not exist, and says how many there are', async () => {
      const window = { model: 'prompt-bert', text: 'A short text.', focus: 0, windowTokens: 64 };
      const steps = (change: object) =>
        inference.attentionSteps({ ...window, layer: 0, head: 0, ...change }, unhurried);
      await assert.rejects(steps({ layer: 8 }), /BERT has 8 layers, so there is no layer 9/);
      await assert.rejects(steps({ head: 8 }), /BERT has 8 heads a layer, so there is no head 9/);
      await assert.rejects(steps({ row: 60 }), /There are \d+ tokens here, so there is none to look from at 61/);
      await assert.rejects(
        inference.vectors({ ...window, layers: [9] }, unhurried),
        /8 layers, so there is no layer 9/,
      );
    });

    test('refuses a graph that does not expose its values, says why and what to choose instead', async () => {
      const window = { text: 'A short text.', focus: 0, windowTokens: 64, layers: [1] };
      const vectors = (model: string) => inference.vectors({ ...window, model }, unhurried);
      await assert.rejects(vectors(exportWith('gqa', ['model'])), /GroupQueryAttention.*Choose a model/);
      await assert.rejects(vectors(exportWith('bert/fused', ['model'])), /one operation.*Choose a model/);
    });
  });
}

suite('InsideReader', () => {
  test('runs one pass for all heads and rows of a layer, and another one for another layer or text', async () => {
    const model = await loadedModel('prompt-gpt');
    const reader = new InsideReader(new DecoderWindows());
    const { layers } = await reader.values(model);
    const read = async (ids: readonly number[], layer: number) =>
      (await reader.read(model, Int32Array.from(ids), [layers[layer]!.weights]))[0];
    const first = await read([1, 2, 3], 0);
    assert.equal(await read([1, 2, 3], 0), first);
    assert.notEqual(await read([1, 2, 4], 0), first);
    assert.notEqual(await read([1, 2, 3], 1), first);
    assert.equal(await reader.releaseAll(), true);
    assert.equal(await reader.releaseAll(), false);
  });
});

suite('sentences read apart', () => {
  const { inference, stop } = inferences['in this thread']!();
  suiteTeardown(() => {
    stop();
    removeExports();
  });

  test('have the mean vector of what the model reads of each alone, whole and without the blanks around', async () => {
    const model = exportWith('bert-embeddings', ['model']);
    const text = 'The river rose.  It took the bridge.\n\nNobody was hurt.';
    const window = { model, text, focus: 20, windowTokens: 8 };
    const read = await inference.vectors({ ...window, layers: [2] }, unhurried);
    const { starts, ends, vectors } = await sentencesApart(inference, window, read, 2, unhurried);
    const sentences = Array.from(starts, (start, index) => text.slice(start, ends[index]));
    assert.deepEqual(sentences, ['The river rose.', 'It took the bridge.'], 'those that the window touches');
    for (const [index, sentence] of sentences.entries()) {
      const alone = { model, text: sentence, focus: 0, windowTokens: 64, layers: [2] };
      const { pieces, vectors: own } = await inference.vectors(alone, unhurried);
      const table = tableOf(pieces.length, own[0]!);
      const mean = Array.from({ length: table.width }, (_, column) => {
        const values = pieces.map((_piece, row) => vectorAt(table, row)[column]!);
        return values.reduce((sum, value) => sum + value) / pieces.length;
      });
      near(vectorAt(tableOf(sentences.length, vectors), index), mean, sentence);
    }
  });
});

suite('a shuffled sentence', () => {
  const { inference, stop } = inferences['in this thread']!();
  suiteTeardown(stop);

  test('is read in the same part of the text as the original', async () => {
    const text = samplePrompt('support-agent.txt').repeat(3);
    const windows: string[] = [];
    const recording: Inference = {
      ...inference,
      vectors: (request, signal) => {
        if (request.layers.length > 1) windows.push(`${request.text.length} ${request.text.slice(0, 20)}`);
        return inference.vectors(request, signal);
      },
    };
    for (let seed = 0; seed < 4; seed++) {
      const window = { model: promptBert.id, text, focus: 700 + 90 * seed, windowTokens: 64 };
      const { words, cosines } = await shuffleEffect(recording, window, promptBert, seeded(seed), unhurried);
      // In the embeddings, a word has the same vector wherever it stands.
      const embeddingCosines = cosines.subarray(0, words.length).filter((cosine) => !Number.isNaN(cosine));
      near(
        embeddingCosines,
        embeddingCosines.map(() => 1),
        'cosines of the embeddings',
      );
    }
    const [originals, shuffled] = [0, 1].map((turn) => windows.filter((_, index) => index % 2 === turn));
    assert.deepEqual(shuffled, originals);
    assert.equal(shuffled!.length, 4);
  });
});
