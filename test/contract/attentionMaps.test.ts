import assert from 'node:assert/strict';
import type { AttentionWindowRequest, MapSelection } from '../../src/contracts/attentionRequests';
import type { Inference } from '../../src/contracts/inference';
import { rowSum } from '../../src/core/attention/attentionMap';
import { samplePrompt } from '../helpers/fixtures';
import { inferences, unhurried, type Started } from '../helpers/inferences';

for (const [where, start] of Object.entries(inferences)) {
  suite(`Attention maps ${where}`, () => {
    let started: Started;
    let inference: Inference;

    suiteSetup(() => {
      started = start();
      inference = started.inference;
    });
    suiteTeardown(() => started.stop());

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
          let [bits, onSinks, before] = [0, 0, 0];
          map.weights.forEach((weight, cell) => {
            if (weight > 0) bits -= weight * Math.log2(weight);
            if (map.sinks.includes(cell % size)) onSinks += weight;
            if (cell % size === Math.floor(cell / size) - 1) before += weight;
          });
          assert.ok(Math.abs(entropy - bits / size) < 1e-6 && Math.abs(sink - onSinks / size) < 1e-6);
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
