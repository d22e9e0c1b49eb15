import { inferences, unhurried } from '../helpers/inferences';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Inference } from '../../src/contracts/inference';
import type { AttentionSteps } from '../../src/contracts/inside';
import { promptBert } from '../../src/core/models/modelSpec';
import { tableOf, vectorAt } from '../../src/core/inside/vectorSimilarity';
import { shuffleEffect } from '../../src/features/inside/insideAnswers';
import { InsideReader } from '../../src/inference/inside/insideReader';
import { exportWith, removeExports } from '../helpers/exports';
import { loadedModel, root, samplePrompt } from '../helpers/fixtures';
import { seeded } from '../helpers/random';

/** What training/inside_reference.py wrote of a family. */
interface Reference {
  readonly text: string;
  readonly ids: readonly number[];
  /** Of the embeddings, and of each layer [tokens, width]. */
  readonly vectors: readonly (readonly number[])[];
  readonly steps: Readonly<
    Record<'query' | 'keys' | 'values' | 'products' | 'scores' | 'weights' | 'mixed', readonly number[]>
  > & { readonly layer: number; readonly head: number; readonly row: number; readonly scale: number };
  readonly positions: { readonly kind: string; readonly values: readonly number[] };
}

/** Families, and which of their graphs. */
const EXPORTS: readonly (readonly [family: string, ...graphs: string[]])[] = [
  ['gpt2', 'model'],
  ['gpt2', 'decoder_model_merged'],
  ['llama', 'model'],
  ['bert', 'model'],
  ['t5', 'encoder_model', 'decoder_model_merged'],
];

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

/** Within 1e-4, of the number itself where that is above 1. */
function near(actual: ArrayLike<number>, expected: ArrayLike<number>, what: string, within = 1e-4): void {
  assert.equal(actual.length, expected.length, `length of ${what}`);
  for (let index = 0; index < expected.length; index++) {
    const [is, should] = [actual[index]!, expected[index]!];
    const distance = Math.abs(is - should);
    assert.ok(distance <= within * Math.max(1, Math.abs(should)), `${what}, ${index}: ${is} is not ${should}`);
  }
}

/** What leads from the query to the weights and on to the sum, computed again. */
function computedAgain({ query, keys, values, products, scale, scores, weights, width }: AttentionSteps, head: number) {
  const size = products.length;
  const rows = (matrix: Float32Array) =>
    Array.from({ length: size }, (_, row) => matrix.subarray(row * width, (row + 1) * width));
  const dot = (key: Float32Array) => key.reduce((sum, value, index) => sum + value * query[index]!, 0);
  const own = weights.subarray(head * size, (head + 1) * size);
  const seen = scores.map((score) => (score === -Infinity ? 0 : 1));
  const total = products.reduce((sum, product, token) => sum + seen[token]! * Math.exp(product * scale), 0);
  const sums = Array.from({ length: width }, (_, index) =>
    rows(values).reduce((sum, value, token) => sum + own[token]! * value[index]!, 0),
  );
  return {
    products: rows(keys).map(dot),
    softmax: Array.from(products, (product, token) => (seen[token]! * Math.exp(product * scale)) / total),
    own,
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

        test('vectors of every layer are those of PyTorch', async () => {
          const { pieces, vectors } = await inference.vectors({ ...window, layers: [0, 1, 2] }, unhurried);
          assert.equal(pieces.length, ids.length);
          vectors.forEach((layer, index) => near(layer, reference.vectors[index]!, `layer ${index}`));
        });

        test('the steps of a row are those of PyTorch and NumPy', async () => {
          const { layer, head, row, scale, scores, ...expected } = reference.steps;
          const steps = await inference.attentionSteps({ ...window, layer, head, row }, unhurried);
          for (const name of ['query', 'keys', 'values', 'products', 'weights'] as const)
            near(steps[name], expected[name], name);
          near(steps.headOutput, expected.mixed, 'head output');
          near(steps.scores.filter(Number.isFinite), scores, 'scores');
          near([steps.scale], [scale], 'scale');
        });

        test('positions are those of PyTorch', async () => {
          const { kind, values } = await inference.positionEncodings({ model: window.model }, unhurried);
          assert.equal(kind, reference.positions.kind);
          near(values, reference.positions.values, 'positions');
        });
      });
    }

    for (const [family, ...graphs] of OTHER_EXPORTS) {
      test(`the steps lead from one to the next: ${family}, ${graphs.join(' and ')}`, async () => {
        const model = exportWith(family, graphs);
        const window = { model, text: 'A naïve reader, please: summarize it.', focus: 0, windowTokens: 64 };
        const steps = await inference.attentionSteps({ ...window, layer: 1, head: 1, row: 3 }, unhurried);
        const again = computedAgain(steps, 1);
        // A decoder merged of two computes in int8, which rounds what goes into a product.
        const within = graphs[0] === 'decoder_model_merged_quantized' ? 0.1 : 1e-4;
        near(steps.products, again.products, 'q·k', within);
        // Models of the T5 family add a number for the distance before it.
        if (family !== 't5') near(again.own, again.softmax, 'softmax', within);
        near(steps.headOutput, again.sums, 'weighted sum', within);
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

        test('the steps lead from one to the next', async () => {
          const steps = await inference.attentionSteps({ ...window, layer, head }, unhurried);
          const again = computedAgain(steps, head);
          near(steps.products, again.products, 'q·k');
          near(again.own, again.softmax, 'softmax');
          near(steps.headOutput, again.sums, 'weighted sum');
          assert.equal(steps.scores.includes(-Infinity), family === 'causal');
        });

        test('their weights are those of the attention panel, in every head', async () => {
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

        test('in the embeddings the same word is one vector, wherever it stands; in later layers it is not', async () => {
          const bank = 'The bank of the river. The money is in the bank.';
          const request = { model, text: bank, focus: 0, windowTokens: 64, layers: [0, 1, 8] };
          const { starts, vectors } = await inference.vectors(request, unhurried);
          const at = (offset: number) => starts.findIndex((from) => from === offset || from === offset - 1);
          const [one, two] = [at(bank.indexOf('bank')), at(bank.lastIndexOf('bank'))];
          const of = (layer: number, token: number) => vectorAt(tableOf(starts.length, vectors[layer]!), token);
          assert.deepEqual(of(0, one), of(0, two));
          for (const later of [1, 2]) assert.notDeepEqual(of(later, one), of(later, two));
        });
      });
    }

    test('the next token is as likely as surprise says, and all tokens sum to 1', async () => {
      // The numbers of surprise are compared with PyTorch's.
      const text = 'Answer in one sentence, and say that you do not know.';
      const model = exportWith('gpt2', ['model']);
      const { starts, bits } = await inference.surprise({ model, text, focus: 0 }, unhurried);
      // Where a word begins, the tokens before it are the same whatever follows.
      const words = [...starts.keys()].filter((token) => text[starts[token]!] === ' ');
      assert.ok(words.length >= 5);
      for (const token of words) {
        const next = await inference.nextToken({ model, left: text.slice(0, starts[token]) }, unhurried);
        const own = next.texts.indexOf(text.slice(starts[token], starts[token + 1]));
        assert.notEqual(own, -1);
        near([-next.logProbabilities[own]! / Math.LN2], [bits[token]!], `token ${token}`);
        near([next.logProbabilities.reduce((sum, log) => sum + Math.exp(log), 0)], [1], 'sum');
        assert.deepEqual(next.logProbabilities, next.logProbabilities.toSorted().reverse());
        assert.equal(next.texts.length, next.logProbabilities.length);
      }
    });

    test('what is likeliest next is what ghost text begins with', async () => {
      const left = 'Answer the question in one sentence. If you do not know the answer, say that you do not ';
      const { texts } = await inference.nextToken({ model: 'prompt-gpt', left }, unhurried);
      assert.equal(texts[0], ' know');
    });

    test('a layer, a head or a row that is not there is told, with how many there are', async () => {
      const window = { model: 'prompt-bert', text: 'A short text.', focus: 0, windowTokens: 64 };
      const at = (change: object) => inference.attentionSteps({ ...window, layer: 0, head: 0, ...change }, unhurried);
      await assert.rejects(at({ layer: 8 }), /BERT has 8 layers, so there is no layer 9/);
      await assert.rejects(at({ head: 8 }), /BERT has 8 heads a layer, so there is no head 9/);
      await assert.rejects(at({ row: 60 }), /There are \d+ tokens here, so there is none to look from at 61/);
      await assert.rejects(
        inference.vectors({ ...window, layers: [9] }, unhurried),
        /8 layers, so there is no layer 9/,
      );
    });

    test('a graph that does not show it says why, and what to choose instead', async () => {
      const window = { text: 'A short text.', focus: 0, windowTokens: 64, layers: [1] };
      const vectors = (model: string) => inference.vectors({ ...window, model }, unhurried);
      await assert.rejects(vectors(exportWith('gqa', ['model'])), /GroupQueryAttention.*Choose a model/);
      await assert.rejects(vectors(exportWith('bert/fused', ['model'])), /one operation.*Choose a model/);
    });
  });
}

suite('the reader of what is inside', () => {
  test('runs the model once for all heads and rows of a layer, and again for another layer or text', async () => {
    const model = await loadedModel('prompt-gpt');
    const reader = new InsideReader();
    const { layers } = await reader.values(model);
    const read = async (ids: readonly number[], layer: number) =>
      (await reader.read(model, Int32Array.from(ids), [layers[layer]!.weights]))[0];
    const first = await read([1, 2, 3], 0);
    assert.equal(await read([1, 2, 3], 0), first);
    assert.notEqual(await read([1, 2, 4], 0), first);
    assert.notEqual(await read([1, 2, 3], 1), first);
    assert.equal(await reader.close(), true);
    assert.equal(await reader.close(), false);
  });
});

suite('a shuffled sentence', () => {
  const { inference, stop } = inferences['in this thread']!();
  suiteTeardown(stop);

  test('is read between the same places of the text as before', async () => {
    const text = samplePrompt('support-agent.txt').repeat(3);
    const windows: string[] = [];
    const noting: Inference = {
      ...inference,
      vectors: (request, signal) => {
        if (request.layers.length > 1) windows.push(`${request.text.length} ${request.text.slice(0, 20)}`);
        return inference.vectors(request, signal);
      },
    };
    for (let seed = 0; seed < 4; seed++) {
      const window = { model: promptBert.id, text, focus: 700 + 90 * seed, windowTokens: 64 };
      const { words, cosines } = await shuffleEffect(noting, window, promptBert, seeded(seed), unhurried);
      // Of the embeddings: those of a word are the same wherever it stands.
      const ofEmbeddings = cosines.subarray(0, words.length).filter((cosine) => !Number.isNaN(cosine));
      near(
        ofEmbeddings,
        ofEmbeddings.map(() => 1),
        'cosines of the embeddings',
      );
    }
    const [before, now] = [0, 1].map((turn) => windows.filter((_, index) => index % 2 === turn));
    assert.deepEqual(now, before);
    assert.equal(now!.length, 4);
  });
});
