import assert from 'node:assert/strict';
import path from 'node:path';
import { env } from '@xenova/transformers';
import { promptGpt } from '../../src/core/models/embeddedModels';
import { topToken, logSumExp } from '../../src/inference/generation/topTokens';
import { PrefixReader, type TokenReader } from '../../src/inference/generation/prefixCachingReader';
import type { LoadedModel } from '../../src/inference/models/loadedModel';
import { exposedValuesOf, openSession } from '../../src/inference/models/onnxRuntime.node';
import { loadedModel, models, root, samplePrompt } from '../helpers/fixtures';
import { seeded } from '../helpers/random';

const TINY_VOCABULARY = 256;

suite('PrefixReader', () => {
  /** The embedded int8 model. */
  let model: LoadedModel;
  /** A small float32 model with random weights. */
  let tiny: LoadedModel;
  let ids: Int32Array;

  suiteSetup(async () => {
    env.allowRemoteModels = false;
    env.localModelPath = models;
    model = await loadedModel(promptGpt.id);
    const session = await openSession(path.join(root, 'test', 'fixtures', 'tiny-gpt.onnx'));
    tiny = { ...model, session, ...exposedValuesOf(session) };
    ids = model.tokenizer.encode(samplePrompt('research-assistant.md')).ids.slice(0, 96);
  });

  test('returns one row of logits for each of the last `keep` tokens', async () => {
    const logits = await new PrefixReader(model, 512).read(ids, 5);
    assert.equal(logits.length, 5 * model.tokenizer.vocabularyBytes.length);
  });

  test('logits that were read last are known, until many others are read', async () => {
    const reader = new PrefixReader(tiny, 512);
    const text = Int32Array.from({ length: 40 }, (_, index) => (index * 7) % TINY_VOCABULARY);
    const rows = await reader.read(text, 3);
    const row = (index: number) => rows.subarray(index * TINY_VOCABULARY, (index + 1) * TINY_VOCABULARY);
    for (const index of [0, 1, 2]) assert.deepEqual(reader.known(text.subarray(0, 38 + index)), row(index));
    assert.equal(reader.known(text.subarray(0, 37)), undefined);

    const other = Int32Array.of(...text.subarray(0, 38), 1, 2);
    assert.equal(reader.known(other), undefined);
    const otherRows = await reader.read(other, 3);
    assert.deepEqual(otherRows.subarray(0, TINY_VOCABULARY), row(0));
    assert.deepEqual(otherRows, await new PrefixReader(tiny, 512).read(other, 3));
    assert.deepEqual(reader.known(text), row(2));
    for (let last = 0; last < 16; last++) await reader.read(Int32Array.of(...text, last), 1);
    assert.equal(reader.known(text), undefined);
  });

  /** `count` texts of up to `longest` tokens, each a random edit of the one before. */
  function* edited(start: Int32Array, vocabulary: number, count: number, longest: number): Generator<Int32Array> {
    const random = seeded(11);
    const any = (below: number) => Math.floor(random() * below);
    let text = [...start];
    for (let edit = 0; edit < count; edit++) {
      const at = any(text.length);
      const inserted = Array.from({ length: any(4) }, () => any(vocabulary));
      text.splice(at, any(4), ...inserted);
      // Most edits append; one in ten also removes everything after it.
      if (random() < 0.1) text = text.slice(0, 1 + at);
      while (text.length < 8 || random() < 0.5) text.push(any(vocabulary));
      text = text.slice(-longest);
      yield Int32Array.from(text);
    }
  }

  test('float32: after 1,000 random edits each, greedy output is the same with and without reuse', async () => {
    const reusing = new PrefixReader(tiny, 512);
    const outputs = new Set<string>();
    for (const text of edited(Int32Array.of(1, 2, 3), TINY_VOCABULARY, 1000, 60)) {
      const [reused, fresh] = [await greedy(reusing, text, 6), await greedy(new PrefixReader(tiny, 512), text, 6)];
      assert.deepEqual(reused, fresh);
      outputs.add(reused.join());
    }
    assert.ok(outputs.size > 500, `only ${outputs.size} different outputs: the fixture shows too little`);
  });

  test('int8: over 1,000 random edits, reuse changes the mean log-probability by less than 2 %', async () => {
    const reusing = new PrefixReader(model, 512);
    let [reused, fresh] = [0, 0];
    for (const text of edited(ids, 8192, 1000, 96)) {
      const next = text.at(-1)!;
      const left = text.subarray(0, -1);
      reused += logProbability(await reusing.read(left, 1), next);
      fresh += logProbability(await new PrefixReader(model, 512).read(left, 1), next);
    }
    assert.ok(Math.abs(reused / fresh - 1) < 0.02, `${reused / 1000} with reuse, ${fresh / 1000} without`);
  });

  test('a failed pass leaves no wrong keys and values in the cache', async () => {
    const reader = new PrefixReader(tiny, 512);
    const text = ids.map((id) => id % TINY_VOCABULARY);
    const before = await greedy(reader, text, 6);
    const beyondVocabulary = Int32Array.of(...text.subarray(0, 50), TINY_VOCABULARY);
    await assert.rejects(reader.read(beyondVocabulary, 1));
    assert.deepEqual(await greedy(reader, text, 6), before);
  });
});

async function greedy(reader: TokenReader, ids: Int32Array, count: number): Promise<number[]> {
  const generated: number[] = [];
  while (generated.length < count)
    generated.push(topToken(await reader.read(Int32Array.of(...ids, ...generated), 1)).id);
  return generated;
}

function logProbability(logits: Float32Array, id: number): number {
  return logits[id]! - logSumExp(logits);
}
