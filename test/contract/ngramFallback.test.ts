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

for (const [where, start] of Object.entries(inferences)) {
  suite(`n-gram fallback ${where}`, () => {
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

    test('answers once, while the model loads', async () => {
      const first = await complete({ mayFallBack: true });
      assert.equal(first.isFallback, true);
      assert.notDeepEqual(first.texts, []);
      const second = await complete({ mayFallBack: true });
      assert.equal(second.isFallback, false);
      assert.match(second.texts[0]!, /^del/);
    });

    test('answers after requests that were aborted before its answer', async () => {
      const request = completionRequest(LEFT, { mayFallBack: true });
      let answer: Completion | undefined;
      for (const signal of [AbortSignal.timeout(0), AbortSignal.timeout(5), AbortSignal.timeout(50), unhurried])
        answer ??= await inference.complete(request, signal).catch(() => undefined);
      assert.equal(answer?.isFallback, true);
    });

    test('does not answer a request without mayFallBack', async () => {
      assert.equal((await complete({})).isFallback, false);
    });

    test('does not answer when it is not confident enough', async () => {
      assert.equal((await complete({ mayFallBack: true, confidence: 1 })).isFallback, false);
    });

    test('answers again after the model was released', async () => {
      await complete({ mayFallBack: true });
      await complete({ mayFallBack: true });
      await inference.release({ model: 'prompt-gpt' }, unhurried);
      assert.equal((await complete({ mayFallBack: true })).isFallback, true);
    });

    test('does not answer for a model that is not causal or does not exist', async () => {
      await assert.rejects(complete({ model: 'prompt-bert', mayFallBack: true }), /no language-modelling head/);
      const model = path.join(folder, 'no-such-model');
      await assert.rejects(complete({ model, mayFallBack: true }), /no-such-model/);
    });

    test('the request after it rejects when the model cannot be loaded', async () => {
      const model = path.join(folder, 'half-a-model');
      cpSync(path.join(models, 'prompt-gpt'), model, { recursive: true });
      truncateSync(path.join(model, 'onnx', 'model_quantized.onnx'), 100_000);
      assert.equal((await complete({ model, mayFallBack: true })).isFallback, true);
      await assert.rejects(complete({ model, mayFallBack: true }), /model_quantized\.onnx/);
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
