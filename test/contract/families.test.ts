import assert from 'node:assert/strict';
import path from 'node:path';
import type { Inference } from '../../src/contracts/inference';
import type { Counter } from '../../src/contracts/tokens';
import { exportReferences, exportsFolder } from '../helpers/exports';
import { inferences, unhurried, type Started } from '../helpers/inferences';

/** What each family's config.json says: task, tokens that it reads, layers, heads. */
const FAMILIES: Readonly<Record<string, readonly unknown[]>> = {
  gpt2: ['causal', 128, 2, 4],
  llama: ['causal', 128, 2, 4],
  bert: ['masked', 128, 2, 4],
  'bert-embeddings': ['masked', 128, 2, 4],
  distilbert: ['masked', 128, 2, 4],
  // Of 66 positions two are in front of the first token.
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

    test(`${family}: what it can do is read from its config.json`, async () => {
      const { task, contextLength, layers, heads, label } = await inference.describe({ model }, unhurried);
      assert.deepEqual([task, contextLength, layers, heads], expected);
      assert.equal(label, family);
    });

    test(`${family}: counts its own special tokens, against its own limit`, async () => {
      const { text, ids } = exportReferences[family]!;
      const [count] = (await counted(model, text))!;
      assert.equal(count!.count, ids.length);
      assert.equal(count!.limit, expected[1] ?? Infinity);
    });
  }

  test('a text that a RoBERTa cannot read any more is told from the exact character on', async () => {
    const text = 'word '.repeat(80);
    const model = path.join(exportsFolder, 'roberta');
    const [count] = (await counted(model, text))!;
    assert.ok(count!.count > 64);
    const { starts } = await inference.tokenize({ model, text }, unhurried);
    // <s> and </s> take two of its 64 places.
    assert.equal(count!.at!.start, starts[62]);
    const look = { model, layer: 0, head: 0 };
    const window = { models: [model], text, focus: 0, windowTokens: 512, selections: [look] };
    const [map] = await inference.attend(window, unhurried);
    assert.equal(map!.pieces.length, 64);
  });

  test('a decoder with fused attention writes, and says why its attention cannot be seen', async () => {
    const model = path.join(exportsFolder, 'gqa');
    const look = { model, layer: 0, head: 0 };
    const window = { models: [model], text: 'Write a note', focus: 0, windowTokens: 64, selections: [look] };
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
    const { tokens } = await inference.complete({ ...request, sampling }, unhurried);
    assert.ok(tokens > 0);
    const bert = path.join(exportsFolder, 'bert', 'fused');
    const other = { ...window, models: [bert], selections: [{ ...look, model: bert }] };
    await assert.rejects(inference.attend(other, unhurried), /one operation \(Attention\)/);
  });

  test('a T5 is refused for ghost text, a GPT for rewriting, before anything large is read', async () => {
    const sampling = { temperature: 0, topK: 40, topP: 0.95 };
    const request = { left: 'a', right: '', length: 'word', confidence: 0, alternatives: 1, sampling } as const;
    const t5 = path.join(exportsFolder, 't5');
    await assert.rejects(inference.complete({ ...request, model: t5 }, unhurried), /T5ForConditionalGeneration/);
    const gpt2 = path.join(exportsFolder, 'gpt2');
    const rewrite = inference.rewrite({ model: gpt2, text: 'a', mostTokens: 4 }, unhurried);
    await assert.rejects(rewrite, /GPT2LMHeadModel has no encoder.*flan-t5-small/);
  });

  test('a rewriting that is called off stops between tokens', async () => {
    const controller = new AbortController();
    const model = path.join(exportsFolder, 't5');
    let told = 0;
    const rewriting = inference.rewrite({ model, text: 'a café', mostTokens: 2000 }, controller.signal, () => {
      if (++told === 3) controller.abort();
    });
    await assert.rejects(rewriting, { name: 'AbortError' });
  });

  test('a model that is let go is read anew', async () => {
    const model = path.join(exportsFolder, 'bert');
    const window = { models: [model], text: 'Read me.', focus: 0, windowTokens: 64 };
    const ask = async () =>
      (await inference.attend({ ...window, selections: [{ model, layer: 1, head: 2 }] }, unhurried))[0]!;
    const before = await ask();
    await inference.release({ model }, unhurried);
    assert.deepEqual((await ask()).weights, before.weights);
  });

  const counted = (model: string, text: string) => {
    const counters: Counter[] = [{ model, limit: undefined }];
    const change = { offset: 0, length: 0, text };
    const document = { document: `${model} ${text.length}`, base: undefined, version: 1, length: text.length };
    return inference.count({ ...document, changes: [change], counters, spans: [] }, unhurried);
  };
});
