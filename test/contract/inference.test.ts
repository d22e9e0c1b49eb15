import assert from 'node:assert/strict';
import type { AttendRequest, Inference } from '../../src/contracts/inference';
import { rowSum } from '../../src/core/attention';
import { countOf } from '../../src/core/tokens';
import { samplePrompt } from '../helpers/fixtures';
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

    const complete = (left: string, minimumProbability = 0, maxTokens = 12) =>
      inference.complete({ model: 'prompt-gpt', left, maxTokens, minimumProbability }, unhurried);

    const attend = (change: Partial<AttendRequest>) => {
      const text = samplePrompt('code-review.prompt.md');
      const request = { model: 'prompt-bert', text, focus: 100, windowTokens: 32, layer: 0, head: 'mean' as const };
      return inference.attend({ ...request, ...change }, unhurried);
    };

    suite('complete', () => {
      test('goes on in whole words', async () => {
        const { text } = await complete('You are an expert in ');
        assert.match(text, /^\p{L}/u);
        assert.equal(text, text.trimEnd());
      });

      test('finishes the word that the caret stands in', async () => {
        const { text } = await complete('# Role\n\nYou are a helpful assist');
        assert.match(text, /^ant/);
      });

      test('is repeatable', async () => {
        const left = samplePrompt('support-agent.txt').slice(0, 200);
        assert.deepEqual(await complete(left), await complete(left));
      });

      test('offers nothing when it cannot be sure enough', async () => {
        assert.equal((await complete('You are an expert in ', 1)).text, '');
      });

      test('reads no more than its context holds', async () => {
        const { text } = await complete(samplePrompt('research-assistant.md').repeat(4));
        assert.equal(typeof text, 'string');
      });

      test('an encoder is refused with the reason', () =>
        assert.rejects(
          inference.complete({ model: 'prompt-bert', left: 'You', maxTokens: 4, minimumProbability: 0 }, unhurried),
          /no language-modelling head/,
        ));

      if (where === 'in this thread') {
        test('looks at the signal between tokens', async () => {
          let looks = 0;
          const signal = {
            throwIfAborted() {
              if (++looks === 4) throw new DOMException('Aborted', 'AbortError');
            },
          } as AbortSignal;
          const request = { model: 'prompt-gpt', left: 'You are', maxTokens: 64, minimumProbability: 0 };
          await assert.rejects(inference.complete(request, signal), { name: 'AbortError' });
          assert.equal(looks, 4);
        });
      }

      test('rejects when aborted', async () => {
        const controller = new AbortController();
        const request = { model: 'prompt-gpt', left: 'You are', maxTokens: 64, minimumProbability: 0 };
        const running = inference.complete(request, controller.signal);
        controller.abort();
        await assert.rejects(running, { name: 'AbortError' });
      });
    });

    suite('tokenize', () => {
      test('counts as bert-base-uncased does, [CLS] and [SEP] among them', async () => {
        const text = samplePrompt('research-assistant.md');
        const tokens = await inference.tokenize({ model: 'prompt-bert', text }, unhurried);
        assert.equal(countOf(tokens), 620);
        assert.ok(tokens.ids instanceof Int32Array);
      });

      test('a model that does not exist is named', () =>
        assert.rejects(inference.tokenize({ model: 'nobody', text: '' }, unhurried), /no model named nobody/));
    });

    suite('attend', () => {
      for (const model of ['prompt-bert', 'prompt-gpt']) {
        test(`${model}: rows of every layer and head sum to 1`, async () => {
          for (let layer = 0; layer < 6; layer++) {
            for (const head of ['mean', 0, 7] as const) {
              const { pieces, weights } = await attend({ model, layer, head });
              const size = pieces.length;
              assert.equal(weights.length, size * size);
              for (let row = 0; row < size; row++) assert.ok(Math.abs(rowSum({ size, weights }, row) - 1) < 1e-5);
            }
          }
        });
      }

      test('GPT never looks to the right: the upper triangle is exactly 0', async () => {
        const { pieces, weights } = await attend({ model: 'prompt-gpt', layer: 3 });
        const size = pieces.length;
        weights.forEach((weight, cell) => {
          if (cell % size > Math.floor(cell / size)) assert.equal(weight, 0);
        });
      });

      test('BERT looks both ways', async () => {
        const { pieces, weights } = await attend({ model: 'prompt-bert', layer: 3 });
        const size = pieces.length;
        const ahead = weights.reduce(
          (sum, weight, cell) => sum + (cell % size > Math.floor(cell / size) ? weight : 0),
          0,
        );
        assert.ok(ahead > size / 10, `${ahead} of ${size}`);
      });

      test('heads differ, and their mean is the mean', async () => {
        const heads = await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map((head) => attend({ layer: 2, head })));
        const mean = await attend({ layer: 2 });
        assert.notDeepEqual(heads[0]!.weights, heads[1]!.weights);
        mean.weights.forEach((weight, cell) => {
          const sum = heads.reduce((total, { weights }) => total + weights[cell]!, 0);
          assert.ok(Math.abs(weight - sum / 8) < 1e-6);
        });
      });

      test('pieces stand where their spans say', async () => {
        const text = samplePrompt('code-review.prompt.md');
        const { pieces, starts, ends } = await attend({ text });
        assert.equal(pieces.at(0), '[CLS]');
        assert.equal(pieces.at(-1), '[SEP]');
        assert.equal(starts.at(0), -1);
        for (let token = 1; token < pieces.length - 1; token++) {
          assert.equal(text.slice(starts[token], ends[token]), pieces[token]);
        }
      });

      test('a window of 512 tokens', async () => {
        const text = samplePrompt('research-assistant.md');
        for (const model of ['prompt-bert', 'prompt-gpt']) {
          assert.equal((await attend({ model, text, focus: 500, windowTokens: 512 })).pieces.length, 512);
        }
      });
    });
  });
}
