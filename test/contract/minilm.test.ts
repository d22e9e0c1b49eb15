import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Inference } from '../../src/contracts/inference';
import { root } from '../helpers/fixtures';
import { inferences, unhurried } from '../helpers/inferences';

const model = path.join(root, 'packs', 'smollm2', 'models', 'minilm');
const fixtures = path.join(root, 'test', 'fixtures', 'minilm');
const [LAYERS, HEADS] = [6, 12];

/** What PyTorch computes in float32. Written by training/minilm_reference.py. */
interface Reference {
  readonly text: string;
  readonly ids: readonly number[];
  readonly sentences: readonly string[];
  /** Between the mean-pooled vectors of sentences 1 and 2, 1 and 3, 2 and 3. */
  readonly cosines: readonly number[];
}

suite("the pack's all-MiniLM-L6-v2, against PyTorch in float32", () => {
  const reference = JSON.parse(readFileSync(path.join(fixtures, 'reference.json'), 'utf8')) as Reference;
  const { text } = reference;
  let inference: Inference;

  suiteSetup(() => ({ inference } = inferences['in this thread']!()));

  test('is an encoder without a head, with both of its limits', async () => {
    const { task, layers, heads, contextLength, sentenceLength } = await inference.describe({ model }, unhurried);
    assert.deepEqual([task, layers, heads, contextLength, sentenceLength], ['encoder', LAYERS, HEADS, 512, 256]);
  });

  test('its tokens are those of the reference', async () => {
    const { ids } = await inference.tokenize({ model, text }, unhurried);
    assert.deepEqual([...ids], reference.ids.slice(1, -1));
  });

  test('a prompt is counted against what sentence-transformers reads', async () => {
    const counters = [{ model, limit: undefined }];
    const changes = [{ offset: 0, length: 0, text }];
    const document = { document: 'minilm', baseVersion: undefined, version: 1, length: text.length, spans: [] };
    const [result] = (await inference.count({ ...document, changes, counters }, unhurried))!;
    assert.deepEqual([result!.count, result!.limit], [reference.ids.length, 256]);
  });

  test('its attention differs by less than 0.02 of a row in the mean', async () => {
    const expected = new Float32Array(Uint8Array.from(readFileSync(path.join(fixtures, 'attention.bin'))).buffer);
    const heads = Array.from({ length: LAYERS * HEADS }, (_, index) => index);
    const selections = heads.map((index) => ({ model, layer: Math.floor(index / HEADS), head: index % HEADS }));
    const window = { models: [model], text, focus: 0, windowTokens: 64, selections };
    const weights = (await inference.attend(window, unhurried)).flatMap((map) => [...map.weights]);
    assert.equal(weights.length, expected.length);
    const differences = weights.reduce((sum, weight, index) => sum + Math.abs(weight - expected[index]!), 0);
    const rows = weights.length / reference.ids.length;
    assert.ok(differences / 2 / rows < 0.02, `${differences / 2 / rows}`);
  });

  test('similarities of sentences are within 0.01', async () => {
    const means = await Promise.all(reference.sentences.map(meanVector));
    const pairs = [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const;
    pairs.forEach(([one, other], index) => {
      const actual = cosine(means[one]!, means[other]!);
      assert.ok(Math.abs(actual - reference.cosines[index]!) < 0.01, `${actual} for ${reference.cosines[index]}`);
    });
  });

  test('it shows its steps and its learnt positions', async () => {
    const window = { model, text, focus: 0, windowTokens: 64 };
    const { width, heads, scale } = await inference.attentionSteps({ ...window, layer: 2, head: 3 }, unhurried);
    assert.deepEqual([width, heads, scale.toFixed(4)], [32, HEADS, '0.1768']);
    const { kind, count } = await inference.positionEncodings({ model }, unhurried);
    assert.deepEqual([kind, count], ['learned', 512]);
  });

  test('it is not asked to fill in or to write words', async () => {
    const sides = { causal: 'prompt-gpt', masked: model, text, focus: 5 };
    await assert.rejects(inference.compareSides(sides, unhurried), /BertModel has no head.*prompt-bert/);
    await assert.rejects(inference.nextToken({ model, left: text }, unhurried), /BertModel has no.*head.*prompt-gpt/);
  });

  /** The mean of the vectors of all tokens behind the last layer. */
  async function meanVector(sentence: string): Promise<Float32Array> {
    const window = { model, text: sentence, focus: 0, windowTokens: 64, layers: [LAYERS] };
    const { vectors, starts } = await inference.vectors(window, unhurried);
    const width = vectors[0]!.length / starts.length;
    return Float32Array.from({ length: width }, (_, at) =>
      starts.reduce((sum, __, token) => sum + vectors[0]![token * width + at]! / starts.length, 0),
    );
  }
});

function cosine(a: Float32Array, b: Float32Array): number {
  const dot = (x: Float32Array, y: Float32Array) => x.reduce((sum, value, at) => sum + value * y[at]!, 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}
