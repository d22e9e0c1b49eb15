import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { CompletionRequest } from '../../src/contracts/completionRequests';
import type { Inference } from '../../src/contracts/inference';
import type { ChatMessage } from '../../src/core/prompts/chatMessages';
import type { Span } from '../../src/core/text/span';
import { tokenCount } from '../../src/core/tokens/tokenSpans';
import { DocumentSync } from '../../src/host/sendTextChanges';
import { writeChatModel } from '../helpers/chatModel';
import { completionRequest } from '../helpers/completionRequest';
import { models, samplePrompt } from '../helpers/fixtures';
import { inferences, unhurried, type Started } from '../helpers/inferences';
import { completionContract } from './shared/completionContract';
import { countContract } from './shared/countContract';

for (const [where, start] of Object.entries(inferences)) {
  suite(`Inference ${where}`, () => {
    let started: Started;
    let inference: Inference;

    suiteSetup(() => {
      started = start();
      inference = started.inference;
    });
    suiteTeardown(() => started.stop());

    const complete = async (left: string, change: Partial<CompletionRequest> = { confidence: 0 }) =>
      inference.complete(completionRequest(left, change), unhurried);

    const promptGpt = () => ({ inference, model: 'prompt-gpt', contextLength: 512 });

    suite('complete', () => {
      completionContract(promptGpt);

      test('samples various texts at a high temperature', async () => {
        const sampling = { temperature: 2, topK: 64, topP: 1 };
        const sampled = new Set<string | undefined>();
        for (let round = 0; round < 8; round++) {
          sampled.add((await complete('You are an expert in ', { confidence: 0, sampling })).texts[0]);
        }
        assert.ok(sampled.size > 3, [...sampled].join(' | '));
      });

      test('refuses an encoder with the reason', () =>
        assert.rejects(complete('You', { model: 'prompt-bert' }), /no language-modelling head.*GPT2LMHeadModel/s));

      test('names a model that does not exist', () =>
        assert.rejects(complete('You', { model: 'prompt-gtp' }), /no model named prompt-gtp.*prompt-gpt/s));

      test('names a folder without a model', () =>
        assert.rejects(complete('You', { model: path.dirname(models) }), /not a model folder.*config\.json/s));

      test('refuses an encoder’s folder by its config.json alone', () =>
        withFolder(
          { 'config.json': '{"architectures":["BertModel"],"num_hidden_layers":6,"num_attention_heads":12}' },
          (model) => assert.rejects(complete('You', { model }), /BertModel has no language-modelling head/),
        ));

      test('names the missing file of a folder without its graph', () =>
        withFolder(
          {
            'config.json': readFileSync(path.join(models, 'prompt-gpt', 'config.json')),
            'tokenizer.json': readFileSync(path.join(models, 'prompt-gpt', 'tokenizer.json')),
            'tokenizer_config.json': readFileSync(path.join(models, 'prompt-gpt', 'tokenizer_config.json')),
          },
          (model) => assert.rejects(complete('You', { model }), /no ONNX graph.*onnx\/model\.onnx/),
        ));

      test('refuses a graph without a key/value cache, and names the missing input', () =>
        withFolder(
          {
            'config.json': readFileSync(path.join(models, 'prompt-gpt', 'config.json')),
            'tokenizer.json': readFileSync(path.join(models, 'prompt-gpt', 'tokenizer.json')),
            'tokenizer_config.json': readFileSync(path.join(models, 'prompt-gpt', 'tokenizer_config.json')),
            'onnx/model_quantized.onnx': readFileSync(path.join(models, 'prompt-bert', 'onnx', 'model_quantized.onnx')),
          },
          (model) => assert.rejects(complete('You', { model }), /model_quantized\.onnx.*lacks past_key_values\.0\.key/),
        ));

      test('a model by its folder generates what it does by its id', async () => {
        const left = 'You are an expert in ';
        const byFolder = await complete(left, { model: path.join(models, 'prompt-gpt') });
        assert.deepEqual(byFolder.texts, (await complete(left, {})).texts);
      });

      if (where === 'in this thread') {
        test('checks the signal between tokens', async () => {
          let signalReads = 0;
          const signal = {
            throwIfAborted() {
              if (++signalReads === 4) throw new DOMException('Aborted', 'AbortError');
            },
          } as AbortSignal;
          const request = completionRequest('You are', { confidence: 0 });
          await assert.rejects(inference.complete(request, signal), { name: 'AbortError' });
          assert.equal(signalReads, 4);
        });
      }
    });

    suite('tokenize', () => {
      test('counts as bert-base-uncased does, including [CLS] and [SEP]', async () => {
        const text = samplePrompt('research-assistant.md');
        const tokens = await inference.tokenize({ model: 'prompt-bert', text }, unhurried);
        assert.equal(tokenCount(tokens), 620);
        assert.ok(tokens.ids instanceof Int32Array);
      });

      test('names a model that does not exist', () =>
        assert.rejects(inference.tokenize({ model: 'nobody', text: '' }, unhurried), /no model named nobody/));
    });

    suite('countMessages', () => {
      const folder = mkdtempSync(path.join(os.tmpdir(), 'left-context-chat-'));
      suiteSetup(() => writeChatModel(folder));
      suiteTeardown(() => rmSync(folder, { recursive: true }));
      const count = (messages: readonly ChatMessage[], model = folder) =>
        inference.countMessages({ model, messages }, unhurried);

      test('counts what the chat template writes, and apart what it adds', async () => {
        const system = { role: 'system', content: 'Be brief.' };
        const user = { role: 'user', content: 'Why is that so?' };
        const written =
          '<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nWhy is that so?<|im_end|>\n<|im_start|>assistant\n';
        const sizes = await Promise.all(
          [written, system.content, user.content].map(
            async (text) => (await inference.tokenize({ model: folder, text }, unhurried)).ids.length,
          ),
        );
        const answer = await count([system, user]);
        assert.deepEqual(answer, { count: sizes[0], added: sizes[0]! - sizes[1]! - sizes[2]!, limit: 4_096 });
        assert.ok(answer.added >= 8, `${answer.added}`);
      });

      test('says what a template refuses, and which models have none', async () => {
        await assert.rejects(
          count([{ role: 'robot', content: 'x' }]),
          /refuses these messages \(.*robot.*\)\. Change the roles/,
        );
        await assert.rejects(
          count([{ role: 'user', content: 'x' }], 'prompt-gpt'),
          /has no chat template.*Count the text itself/,
        );
        await assert.rejects(count([{ role: 'user', content: 'x' }], 'o200k_base'), /OpenAI does not publish/);
      });
    });

    suite('count by one model', () => countContract(promptGpt));

    suite('count', () => {
      const counters = [
        { model: 'prompt-bert', limit: 20 },
        { model: 'o200k_base', limit: 1_000 },
      ];
      const tokens = async (model: string, text: string) =>
        tokenCount(await inference.tokenize({ model, text }, unhurried));

      /** A document that sends its changes. */
      function syncedDocument(text: string) {
        const state = { text };
        const live = { read: () => state.text, length: () => state.text.length };
        const sync = new DocumentSync(`text ${Math.random()}`, live);
        return {
          state,
          change(offset: number, length: number, inserted: string) {
            state.text = state.text.slice(0, offset) + inserted + state.text.slice(offset + length);
            sync.edited([{ offset, length, text: inserted }]);
          },
          count: (spans: Span[] = []) => sync.count(inference, counters, spans, unhurried),
        };
      }

      test('counts for each counter, and finds where the limit is', async () => {
        const text = samplePrompt('support-agent.txt');
        const [bert, openAi] = await syncedDocument(text).count();
        assert.equal(bert!.count, await tokens('prompt-bert', text));
        assert.equal(openAi!.count, await tokens('o200k_base', text));
        const { starts } = await inference.tokenize({ model: 'prompt-bert', text }, unhurried);
        assert.equal(bert!.at!.start, starts[18]);
      });

      test('follows changes, and counts spans', async () => {
        const { change, count, state } = syncedDocument(samplePrompt('support-agent.txt'));
        await count();
        change(10, 5, 'Überraschung 日本語 ');
        change(0, 0, 'Hello. ');
        const [bert] = await count([{ start: 0, end: 6 }]);
        assert.equal(bert!.count, await tokens('prompt-bert', state.text));
        assert.equal(bert!.spanCounts[0]!.count, await tokens('prompt-bert', 'Hello.'));
      });

      test('counting megabytes does not delay completions', async () => {
        const text = `${samplePrompt('research-assistant.md')}\n`.repeat(1_400);
        const complete = () =>
          inference.complete(completionRequest('You are a helpful', { length: 'word' }), unhurried);
        await complete();
        const answered: string[] = [];
        const counted = syncedDocument(text).count();
        await Promise.all([
          counted.then(() => answered.push('count')),
          complete().then(() => answered.push('completion')),
        ]);
        assert.deepEqual(answered, ['completion', 'count']);
        assert.equal((await counted)[0]!.count, await tokens('prompt-bert', text));
      });

      test('names a model that does not exist', () =>
        assert.rejects(
          inference.tokenize({ model: 'o200k', text: 'You' }, unhurried),
          /no model named o200k\..*o200k_base/s,
        ));
    });
  });
}

/** Calls `use` with a temporary folder that contains `files`. */
async function withFolder(
  files: Record<string, string | Uint8Array>,
  use: (folder: string) => Promise<unknown>,
): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'left-context-'));
  try {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), content);
    }
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
