import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { MapSelection, AttentionWindowRequest } from '../../src/contracts/attention';
import type { CompletionRequest } from '../../src/contracts/completion';
import type { Inference } from '../../src/contracts/inference';
import { rowSum } from '../../src/core/attention/attentionMap';
import type { Span } from '../../src/core/text/span';
import { tokenCount } from '../../src/core/tokens/tokens';
import { DocumentSync } from '../../src/host/documentSync';
import { completionRequest } from '../helpers/completionRequest';
import { models, samplePrompt } from '../helpers/fixtures';
import { inferences, unhurried, type Started } from '../helpers/inferences';

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

    const prompt = samplePrompt('code-review.prompt.md');
    /** One attention map; by default the mean of the heads in prompt-bert's first layer. */
    const attend = async (change: Partial<MapSelection> = {}, window: Partial<AttentionWindowRequest> = {}) => {
      const selection = { model: 'prompt-bert', layer: 0, head: 'mean' as const, ...change };
      const request = {
        models: [selection.model],
        text: prompt,
        focus: 100,
        windowTokens: 32,
        selections: [selection],
        ...window,
      };
      const [map] = await inference.attend(request, unhurried);
      return map!;
    };

    suite('complete', () => {
      test('continues in whole words', async () => {
        const [text = ''] = (await complete('You are an expert in ')).texts;
        assert.match(text, /^\p{L}/u);
        assert.equal(text, text.trimEnd());
      });

      test('completes the word before the caret', async () => {
        const { texts } = await complete('# Role\n\nYou are a helpful assist');
        assert.match(texts[0]!, /^ant/);
      });

      test('is repeatable', async () => {
        const left = samplePrompt('support-agent.txt').slice(0, 200);
        const [first, again] = [await complete(left), await complete(left)];
        assert.deepEqual(first.texts, again.texts);
      });

      test('suggests nothing below the confidence, and returns the probability of the first token', async () => {
        const { texts, firstTokenProbability } = await complete('You are an expert in ', { confidence: 1 });
        assert.deepEqual(texts, []);
        assert.ok(firstTokenProbability > 0 && firstTokenProbability < 1);
      });

      test('suggests three different continuations on request', async () => {
        const { texts } = await complete('You are an expert in ', { alternatives: 3 });
        assert.equal(new Set(texts).size, 3);
      });

      test('generates no more than the length allows', async () => {
        const { texts } = await complete('You are an expert in ', { confidence: 0, length: 'word' });
        assert.match(texts[0]!, /^\S+$/);
      });

      test('does not repeat the text right of the caret', async () => {
        const left = 'You are an expert in ';
        const [text] = (await complete(left)).texts;
        const [shorter = ''] = (await complete(left, { confidence: 0, right: ` ${text!.split(' ').at(-1)}` })).texts;
        assert.ok(text!.startsWith(shorter) && shorter.length < text!.length);
      });

      test('samples various texts at a high temperature', async () => {
        const sampling = { temperature: 2, topK: 64, topP: 1 };
        const sampled = new Set<string | undefined>();
        for (let round = 0; round < 8; round++) {
          sampled.add((await complete('You are an expert in ', { confidence: 0, sampling })).texts[0]);
        }
        assert.ok(sampled.size > 3, [...sampled].join(' | '));
      });

      test('reports its progress', async () => {
        const reports: string[] = [];
        const request = completionRequest('You are an expert in ', { confidence: 0 });
        const { texts } = await inference.complete(request, unhurried, (text) => reports.push(text));
        assert.ok(reports.length > 2);
        for (const [index, text] of reports.entries()) assert.ok(text.startsWith(reports[index - 1] ?? ''));
        assert.ok(texts[0]!.startsWith(reports[1]!));
      });

      test('reads no more than its context window, which visibleContext describes', async () => {
        const left = samplePrompt('research-assistant.md').repeat(4);
        const completion = await complete(left);
        const visible = await inference.visibleContext({ model: 'prompt-gpt', left, length: 'sentence' }, unhurried);
        assert.ok(completion.contextTokens <= 512 && completion.contextTokens > 300);
        assert.equal(visible.tokens, completion.contextTokens);
        assert.ok(visible.totalTokens > 512);
        const visibleTokens = await inference.tokenize(
          { model: 'prompt-gpt', text: left.slice(visible.start) },
          unhurried,
        );
        assert.equal(visibleTokens.ids.length, visible.tokens);
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

      test('rejects when aborted', async () => {
        const controller = new AbortController();
        const request = completionRequest('You are', { confidence: 0, length: 'paragraph' });
        const running = inference.complete(request, controller.signal);
        controller.abort();
        await assert.rejects(running, { name: 'AbortError' });
      });
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

      test('sends the whole text again when the process does not have it', async () => {
        const document = 'never sent';
        const request = { document, version: 8, changes: [], length: 3, counters, spans: [] };
        assert.equal(await inference.count({ ...request, baseVersion: 7 }, unhurried), null);
        const { change, count, state } = syncedDocument('One two three.');
        await count();
        // This change is not sent.
        state.text += ' Four.';
        change(0, 3, 'Five');
        const [bert] = await count();
        assert.equal(bert!.count, await tokens('prompt-bert', 'Five two three. Four.'));
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

    suite('attend', () => {
      for (const model of ['prompt-bert', 'prompt-gpt']) {
        test(`${model}: rows of every layer and head sum to 1, and so do rollout's`, async () => {
          const ones = Array.from({ length: 8 }, (_, layer) =>
            [0, 7, 'mean' as const].map((head) => ({ layer, head })),
          );
          const selections = [...ones.flat(), { layer: 'mean' as const }, { layer: 'rollout' as const }];
          for (const look of selections) {
            const { pieces, weights } = await attend({ model, ...look });
            const size = pieces.length;
            assert.equal(weights.length, size * size);
            for (let row = 0; row < size; row++) assert.ok(Math.abs(rowSum({ size, weights }, row) - 1) < 1e-5);
          }
        });
      }

      test('GPT never attends to later tokens: the upper triangle is exactly 0', async () => {
        for (const layer of [3, 'max', 'rollout'] as const) {
          const { pieces, weights } = await attend({ model: 'prompt-gpt', layer });
          const size = pieces.length;
          weights.forEach((weight, cell) => {
            if (cell % size > Math.floor(cell / size)) assert.equal(weight, 0);
          });
        }
      });

      test('BERT attends to later tokens', async () => {
        const { pieces, weights } = await attend({ model: 'prompt-bert', layer: 3 });
        const size = pieces.length;
        const ahead = weights.reduce(
          (sum, weight, cell) => sum + (cell % size > Math.floor(cell / size) ? weight : 0),
          0,
        );
        assert.ok(ahead > size / 10, `${ahead} of ${size}`);
      });

      test('heads differ, and `mean` and `max` aggregate them', async () => {
        const heads = await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map((head) => attend({ layer: 2, head })));
        const [mean, max] = [await attend({ layer: 2 }), await attend({ layer: 2, head: 'max' })];
        assert.notDeepEqual(heads[0]!.weights, heads[1]!.weights);
        for (let cell = 0; cell < mean.weights.length; cell++) {
          const weights = heads.map((head) => head.weights[cell]!);
          assert.ok(Math.abs(mean.weights[cell]! - weights.reduce((a, b) => a + b) / 8) < 1e-6);
          assert.equal(max.weights[cell], Math.max(...weights));
        }
      });

      test('pieces have the text of their offsets', async () => {
        const { pieces, starts, ends } = await attend();
        assert.equal(pieces.at(0), '[CLS]');
        assert.equal(pieces.at(-1), '[SEP]');
        assert.equal(starts.at(0), -1);
        for (let token = 1; token < pieces.length - 1; token++) {
          assert.equal(prompt.slice(starts[token], ends[token]), pieces[token]);
        }
      });

      test('a window of 512 tokens', async () => {
        const text = samplePrompt('research-assistant.md');
        for (const model of ['prompt-bert', 'prompt-gpt']) {
          const { pieces } = await attend({ model }, { text, focus: 500, windowTokens: 512 });
          assert.equal(pieces.length, 512);
        }
      });

      test('two models get the same words, and neither more tokens than requested', async () => {
        const models = ['prompt-bert', 'prompt-gpt'];
        const selections = models.map((model) => ({ model, layer: 1, head: 0 }));
        for (const focus of [0, 300, prompt.length]) {
          const maps = await inference.attend({ models, text: prompt, focus, windowTokens: 48, selections }, unhurried);
          const [alone] = await inference.attend(
            { models, text: prompt, focus, windowTokens: 48, selections: selections.slice(1) },
            unhurried,
          );
          assert.deepEqual(alone!.pieces, maps[1]!.pieces, 'the window is that of both models, whichever is selected');
          const spans = maps.map(({ starts, ends }) => [starts.find((start) => start >= 0)!, Math.max(...ends)]);
          const words = spans.map(([start, end]) => prompt.slice(start, end).trim());
          for (const { pieces } of maps) assert.ok(pieces.length <= 48 && pieces.length > 30, String(pieces.length));
          // At either end, a token of one model can cover a part of a word.
          assert.ok(
            Math.abs(spans[0]![0]! - spans[1]![0]!) < 12 && Math.abs(spans[0]![1]! - spans[1]![1]!) < 12,
            words.join('|'),
          );
        }
      });

      test('refuses a layer or head that does not exist', async () => {
        await assert.rejects(attend({ layer: 8 }), /BERT has 8 layers, so there is no layer 9/);
        await assert.rejects(attend({ head: 8 }), /BERT has 8 heads a layer, so there is no head 9/);
      });
    });

    suite('surveyHeads', () => {
      test('thumbnails are max-pooled maps, and summaries describe them', async () => {
        const text = samplePrompt('research-assistant.md');
        const window = { text, focus: 500, windowTokens: 256 };
        const [survey] = await inference.surveyHeads({ models: ['prompt-gpt'], ...window }, unhurried);
        const { layers, heads, side, thumbnails, summaries } = survey!;
        assert.deepEqual([layers, heads, side, summaries.length, thumbnails.length], [8, 8, 64, 64, 64 * 64 * 64]);
        for (const [layer, head] of [
          [0, 0],
          [4, 3],
          [7, 7],
        ] as const) {
          const map = await attend({ model: 'prompt-gpt', layer, head }, window);
          const size = map.pieces.length;
          const picture = thumbnails.subarray((layer * 8 + head) * side * side);
          const pooled = new Float64Array(side * side);
          map.weights.forEach((weight, cell) => {
            const [row, column] = [Math.floor(Math.floor(cell / size) / 4), Math.floor((cell % size) / 4)];
            pooled[row * side + column] = Math.max(pooled[row * side + column]!, weight);
          });
          pooled.forEach((weight, cell) => assert.equal(picture[cell], Math.round(255 * Math.sqrt(weight))));
          const { entropy, sink, previous, next } = summaries[layer * 8 + head]!;
          let [bits, first, before] = [0, 0, 0];
          map.weights.forEach((weight, cell) => {
            if (weight > 0) bits -= weight * Math.log2(weight);
            if (cell % size === 0) first += weight;
            if (cell % size === Math.floor(cell / size) - 1) before += weight;
          });
          assert.ok(Math.abs(entropy - bits / size) < 1e-6 && Math.abs(sink - first / size) < 1e-6);
          assert.ok(Math.abs(previous - before / (size - 1)) < 1e-6 && next === 0);
        }
      });

      test('heads differ in their summaries', async () => {
        const [survey] = await inference.surveyHeads(
          { models: ['prompt-bert'], text: prompt, focus: 0, windowTokens: 128 },
          unhurried,
        );
        const shares = survey!.summaries.map(({ previous }) => previous);
        assert.ok(Math.max(...shares) > 0.5 && Math.min(...shares) < 0.05);
      });
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
