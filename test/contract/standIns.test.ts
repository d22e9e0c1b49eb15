import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Completion } from '../../src/contracts/completionRequests';
import type { Inference } from '../../src/contracts/inference';
import { PROMPT_NGRAM } from '../../src/core/models/embeddedModels';
import { openNgram } from '../../src/inference/generation/ngramReader.node';
import { completionRequest } from '../helpers/completionRequest';
import { models } from '../helpers/fixtures';
import { inferences, unhurried } from '../helpers/inferences';

const FILE = path.join(models, PROMPT_NGRAM, `${PROMPT_NGRAM}.bin`);
/** Both models continue it with “del”, confidently. */
const LEFT = 'You are a language mo';
/** prompt-gpt continues it confidently, the n-gram does not. */
const SURE_OF_GPT_ONLY = 'Return the result as valid J';

for (const [where, start] of Object.entries(inferences)) {
  suite(`stand-ins ${where}`, () => {
    let inference: Inference;
    let stop: () => void;
    let folder: string;
    setup(() => {
      ({ inference, stop } = start());
      folder = mkdtempSync(path.join(tmpdir(), 'left-context-standin-'));
    });
    teardown(() => {
      stop();
      rmSync(folder, { recursive: true });
    });

    const complete = (change: Parameters<typeof completionRequest>[1]) =>
      inference.complete(completionRequest(LEFT, change), unhurried);

    /** A copy of prompt-gpt under another id: it takes as long to load, and writes the same. */
    const otherModel = (): string => {
      const model = path.join(folder, 'other-gpt');
      cpSync(path.join(models, 'prompt-gpt'), model, { recursive: true });
      return model;
    };
    const brokenModel = (): string => {
      const model = otherModel();
      truncateSync(path.join(model, 'onnx', 'model_quantized.onnx'), 100_000);
      return model;
    };

    const readAhead = (change: Parameters<typeof completionRequest>[1]) =>
      inference.readAhead(completionRequest(LEFT, change), unhurried);

    test('the n-gram answers until prompt-gpt is loaded', async () => {
      for (let key = 0; key < 2; key++) {
        const { standIn, texts } = await complete({ mayFallBack: true });
        assert.deepEqual(standIn, { model: PROMPT_NGRAM });
        assert.notDeepEqual(texts, []);
      }
      await readAhead({});
      const { standIn, texts } = await complete({ mayFallBack: true });
      assert.equal(standIn, undefined);
      assert.match(texts[0]!, /^del/);
    });

    test('prompt-gpt, where it is loaded, answers until another model is loaded', async () => {
      await complete({});
      const model = otherModel();
      for (let key = 0; key < 2; key++)
        assert.deepEqual((await complete({ model, mayFallBack: true })).standIn, { model: 'prompt-gpt' });
      await readAhead({ model });
      assert.equal((await complete({ model, mayFallBack: true })).standIn, undefined);
    });

    test('the n-gram answers while another model loads, and prompt-gpt where that has nothing to say', async () => {
      const model = otherModel();
      assert.deepEqual((await complete({ model, mayFallBack: true })).standIn, { model: PROMPT_NGRAM });
      await inference.release({ model }, unhurried);
      const sureOfGptOnly = { left: SURE_OF_GPT_ONLY, model, mayFallBack: true };
      assert.deepEqual((await complete(sureOfGptOnly)).standIn, { model: 'prompt-gpt' });
    });

    test('prompt-gpt answers as long as another model reads a long text', async () => {
      const model = otherModel();
      await complete({ model });
      // Nobody knows yet how fast it reads.
      const left = `${'Answer in the language of the question. '.repeat(30)}${LEFT}`;
      const first = await complete({ left, model, mayFallBack: true });
      assert.deepEqual(first.standIn, { model: 'prompt-gpt', isReading: true });
      assert.match(first.texts[0]!, /^del/);
      await readAhead({ left, model });
      assert.equal((await complete({ left, model, mayFallBack: true })).standIn, undefined);
    });

    test('answers after requests that were aborted before its answer', async () => {
      const request = completionRequest(LEFT, { mayFallBack: true });
      let answer: Completion | undefined;
      for (const signal of [AbortSignal.timeout(0), AbortSignal.timeout(5), AbortSignal.timeout(50), unhurried])
        answer ??= await inference.complete(request, signal).catch(() => undefined);
      assert.deepEqual(answer?.standIn, { model: PROMPT_NGRAM });
    });

    test('does not answer a request without mayFallBack', async () => {
      assert.equal((await complete({})).standIn, undefined);
    });

    test('says so when it is not confident enough of anything', async () => {
      const { standIn, texts } = await complete({ mayFallBack: true, confidence: 1 });
      assert.deepEqual({ standIn, texts }, { standIn: { model: PROMPT_NGRAM }, texts: [] });
    });

    test('answers again after the model was released', async () => {
      await complete({});
      assert.equal((await complete({ mayFallBack: true })).standIn, undefined);
      await inference.release({ model: 'prompt-gpt' }, unhurried);
      assert.ok((await complete({ mayFallBack: true })).standIn);
    });

    test('does not answer an explicit request for a model that cannot write or does not exist', async () => {
      await assert.rejects(complete({ model: 'prompt-bert' }), /no language-modelling head/);
      const model = path.join(folder, 'no-such-model');
      await assert.rejects(complete({ model }), /no-such-model/);
    });

    test('prompt-gpt answers for a model that cannot write, does not exist or cannot be loaded, and says why', async () => {
      const missing = path.join(folder, 'no-such-model');
      for (const [model, why, isUnusable] of [
        ['prompt-bert', /no language-modelling head/, false],
        [missing, /no-such-model/, true],
        [brokenModel(), /model_quantized\.onnx/, true],
      ] as const) {
        await assert.rejects(readAhead({ model }), why);
        const { standIn, texts } = await complete({ model, mayFallBack: true });
        assert.equal(standIn?.model, 'prompt-gpt');
        assert.match(standIn.failure!, why);
        assert.equal(standIn.isUnusable, isUnusable);
        assert.match(texts[0]!, /^del/);
      }
    });

    test('a model that failed is not loaded again at the next key, and works once it is chosen again', async () => {
      const model = brokenModel();
      await assert.rejects(readAhead({ model }));
      cpSync(path.join(models, 'prompt-gpt'), model, { recursive: true, force: true });
      assert.ok((await complete({ model, mayFallBack: true })).standIn?.failure);
      // Choosing a model tries it out by an explicit request.
      assert.equal((await complete({ model })).standIn, undefined);
      assert.equal((await complete({ model, mayFallBack: true })).standIn, undefined);
    });

    test('its next-token distribution covers the whole vocabulary and sums to 1', async () => {
      const left = 'Answer the question as best as you ';
      const { texts, logProbabilities } = await inference.nextToken({ model: PROMPT_NGRAM, left }, unhurried);
      const gpt = await inference.nextToken({ model: 'prompt-gpt', left }, unhurried);
      assert.equal(texts.length, gpt.texts.length);
      assert.equal(texts[0], ' can');
      const sum = logProbabilities.reduce((total, log) => total + Math.exp(log), 0);
      assert.ok(Math.abs(sum - 1) < 1e-4, String(sum));
    });

    test('it reads the last four tokens only', async () => {
      const nextAfter = async (left: string) => {
        const { texts, logProbabilities } = await inference.nextToken({ model: PROMPT_NGRAM, left }, unhurried);
        return texts.slice(0, 50).map((text, index) => [text, logProbabilities[index]]);
      };
      const near = await nextAfter('Answer the question as best as you ');
      assert.deepEqual(near, await nextAfter('Cats and dogs sleep. Answer the question as best as you '));
      assert.notDeepEqual(near, await nextAfter('Answer the question as best as they '));
    });
  });
}

suite('the file of the n-gram model', () => {
  let folder: string;
  setup(() => (folder = mkdtempSync(path.join(tmpdir(), 'left-context-ngram-'))));
  teardown(() => rmSync(folder, { recursive: true }));

  test('is smaller than 3 MB', () => assert.ok(statSync(FILE).size < 3e6));

  test('is refused by name when it is damaged', async () => {
    const whole = readFileSync(FILE);
    const damaged = path.join(folder, 'damaged.bin');
    const changed = Buffer.from(whole);
    // The number of n-grams of two tokens.
    changed.writeUInt32LE(changed.readUInt32LE(16) - 1, 16);
    for (const bytes of [Buffer.alloc(0), Buffer.alloc(64), whole.subarray(0, -1), whole.subarray(0, 40), changed]) {
      writeFileSync(damaged, bytes);
      await assert.rejects(openNgram(damaged), /damaged\.bin is not an n-gram model, or only a part of one/);
    }
  });
});
