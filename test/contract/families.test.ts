import assert from 'node:assert/strict';
import path from 'node:path';
import type { Inference } from '../../src/contracts/inference';
import type { Counter } from '../../src/contracts/tokenRequests';
import { exportReferences, exportsFolder } from '../helpers/exports';
import { inferences, unhurried, type Started } from '../helpers/inferences';

/** By family, from its config.json: task, context length, layers, heads. */
const FAMILIES: Readonly<Record<string, readonly unknown[]>> = {
  gpt2: ['causal', 128, 2, 4],
  llama: ['causal', 128, 2, 4],
  bert: ['masked', 128, 2, 4],
  'bert-embeddings': ['encoder', 128, 2, 4],
  distilbert: ['masked', 128, 2, 4],
  // RoBERTa's first token has position 2, so 64 of its 66 positions are usable.
  roberta: ['masked', 64, 2, 4],
  t5: ['text-to-text', undefined, 2, 4],
};

suite('models of each family, in a forked process', () => {
  let started: Started;
  let inference: Inference;

  suiteSetup(() => {
    started = inferences['in a forked process']!();
    ({ inference } = started);
  });
  suiteTeardown(() => started.stop());

  for (const [family, expected] of Object.entries(FAMILIES)) {
    const model = path.join(exportsFolder, family);

    test(`${family}: its capabilities are read from config.json`, async () => {
      const { task, contextLength, layers, heads, label } = await inference.describe({ model }, unhurried);
      assert.deepEqual([task, contextLength, layers, heads], expected);
      assert.equal(label, family);
    });

    test(`${family}: counts its special tokens, and against its own limit`, async () => {
      const { text, ids } = exportReferences[family]!;
      const [result] = (await count(model, text))!;
      assert.equal(result!.count, ids.length);
      // The tokenizer of T5 says 512, though its positions have no end.
      assert.equal(result!.limit, expected[1] ?? 512);
    });
  }

  test('the limit of a RoBERTa is found at the exact character', async () => {
    const text = 'word '.repeat(80);
    const model = path.join(exportsFolder, 'roberta');
    const [result] = (await count(model, text))!;
    assert.ok(result!.count > 64);
    const { starts } = await inference.tokenize({ model, text }, unhurried);
    // <s> and </s> take two of its 64 positions.
    assert.equal(result!.at!.start, starts[62]);
    const selection = { model, layer: 0, head: 0 };
    const window = { models: [model], text, focus: 0, windowTokens: 512, selections: [selection] };
    const [map] = await inference.attend(window, unhurried);
    assert.equal(map!.pieces.length, 64);
  });

  test('a decoder with fused attention generates text, and attend says why it cannot show that', async () => {
    const model = path.join(exportsFolder, 'gqa');
    const selection = { model, layer: 0, head: 0 };
    const window = { models: [model], text: 'Write a note', focus: 0, windowTokens: 64, selections: [selection] };
    await assert.rejects(inference.attend(window, unhurried), /gqa.*GroupQueryAttention.*All else works/);
    const { ids } = await inference.tokenize({ model, text: 'Write a note' }, unhurried);
    assert.ok(ids.length > 0);
    const request = {
      model,
      left: 'Write a note',
      right: '',
      length: 'clause',
      confidence: 0,
      alternatives: 1,
    } as const;
    const sampling = { temperature: 0, topK: 40, topP: 0.95 };
    const { generatedTokens } = await inference.complete({ ...request, sampling }, unhurried);
    assert.ok(generatedTokens > 0);
    const bert = path.join(exportsFolder, 'bert', 'fused');
    const other = { ...window, models: [bert], selections: [{ ...selection, model: bert }] };
    await assert.rejects(inference.attend(other, unhurried), /one operation \(Attention\)/);
  });

  test('a T5 is refused for ghost text, and a GPT for rewriting', async () => {
    const sampling = { temperature: 0, topK: 40, topP: 0.95 };
    const request = { left: 'a', right: '', length: 'word', confidence: 0, alternatives: 1, sampling } as const;
    const t5 = path.join(exportsFolder, 't5');
    await assert.rejects(inference.complete({ ...request, model: t5 }, unhurried), /T5ForConditionalGeneration/);
    const gpt2 = path.join(exportsFolder, 'gpt2');
    const rewrite = inference.rewrite({ model: gpt2, text: 'a', maxTokens: 4 }, unhurried);
    await assert.rejects(rewrite, /GPT2LMHeadModel has no encoder.*flan-t5-small/);
  });

  test('an aborted rewrite stops between tokens', async () => {
    const controller = new AbortController();
    const model = path.join(exportsFolder, 't5');
    let reports = 0;
    const rewriting = inference.rewrite({ model, text: 'a café', maxTokens: 2000 }, controller.signal, () => {
      if (++reports === 3) controller.abort();
    });
    await assert.rejects(rewriting, { name: 'AbortError' });
  });

  test('a released model is loaded again', async () => {
    const model = path.join(exportsFolder, 'bert');
    const window = { models: [model], text: 'Read me.', focus: 0, windowTokens: 64 };
    const attend = async () =>
      (await inference.attend({ ...window, selections: [{ model, layer: 1, head: 2 }] }, unhurried))[0]!;
    const before = await attend();
    await inference.release({ model }, unhurried);
    assert.deepEqual((await attend()).weights, before.weights);
  });

  const count = (model: string, text: string) => {
    const counters: Counter[] = [{ model, limit: undefined }];
    const change = { offset: 0, length: 0, text };
    const document = { document: `${model} ${text.length}`, baseVersion: undefined, version: 1, length: text.length };
    return inference.count({ ...document, changes: [change], counters, spans: [] }, unhurried);
  };
});
