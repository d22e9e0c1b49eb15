import { inferences, unhurried } from '../helpers/inferences';
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Completion } from '../../src/contracts/completion';
import type { Inference } from '../../src/contracts/inference';
import { PROMPT_NGRAM } from '../../src/core/models/modelSpec';
import { openNgram } from '../../src/inference/generation/ngramReader.node';
import { completionRequest } from '../helpers/completionRequest';
import { models } from '../helpers/fixtures';

const FILE = path.join(models, PROMPT_NGRAM, `${PROMPT_NGRAM}.bin`);
/** Both models are sure of what follows: “del”. */
const LEFT = 'You are a language mo';

for (const [where, start] of Object.entries(inferences)) {
  suite(`the n-gram stands in ${where}`, () => {
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

    test('while the model is being loaded, and no longer', async () => {
      const first = await complete({ mayFallBack: true });
      assert.equal(first.isFallback, true);
      assert.notDeepEqual(first.texts, []);
      const second = await complete({ mayFallBack: true });
      assert.equal(second.isFallback, false);
      assert.match(second.texts[0]!, /^del/);
    });

    test('even after requests that were given up before it could say anything', async () => {
      const request = completionRequest(LEFT, { mayFallBack: true });
      let answer: Completion | undefined;
      for (const signal of [AbortSignal.timeout(0), AbortSignal.timeout(5), AbortSignal.timeout(50), unhurried])
        answer ??= await inference.complete(request, signal).catch(() => undefined);
      assert.equal(answer?.isFallback, true);
    });

    test('only where it may', async () => {
      assert.equal((await complete({})).isFallback, false);
    });

    test('only when it has something to say', async () => {
      assert.equal((await complete({ mayFallBack: true, confidence: 1 })).isFallback, false);
    });

    test('again when the model has been let go of', async () => {
      await complete({ mayFallBack: true });
      await complete({ mayFallBack: true });
      await inference.release({ model: 'prompt-gpt' }, unhurried);
      assert.equal((await complete({ mayFallBack: true })).isFallback, true);
    });

    test('but for no model that cannot write, and none that is not there', async () => {
      await assert.rejects(complete({ model: 'prompt-bert', mayFallBack: true }), /no language-modelling head/);
      const model = path.join(folder, 'no-such-model');
      await assert.rejects(complete({ model, mayFallBack: true }), /no-such-model/);
    });

    test('and a model that cannot be loaded says so with the next key', async () => {
      const model = path.join(folder, 'half-a-model');
      cpSync(path.join(models, 'prompt-gpt'), model, { recursive: true });
      truncateSync(path.join(model, 'onnx', 'model_quantized.onnx'), 100_000);
      assert.equal((await complete({ model, mayFallBack: true })).isFallback, true);
      await assert.rejects(complete({ model, mayFallBack: true }), /model_quantized\.onnx/);
    });

    test('what it expects next is a distribution over all tokens', async () => {
      const left = 'Answer the question as best as you ';
      const { texts, logProbabilities } = await inference.nextToken({ model: PROMPT_NGRAM, left }, unhurried);
      const gpt = await inference.nextToken({ model: 'prompt-gpt', left }, unhurried);
      assert.equal(texts.length, gpt.texts.length);
      assert.equal(texts[0], ' can');
      const sum = logProbabilities.reduce((total, log) => total + Math.exp(log), 0);
      assert.ok(Math.abs(sum - 1) < 1e-4, String(sum));
    });

    test('it sees four tokens, and nothing to their left', async () => {
      const after = async (left: string) => {
        const { texts, logProbabilities } = await inference.nextToken({ model: PROMPT_NGRAM, left }, unhurried);
        return texts.slice(0, 50).map((text, index) => [text, logProbabilities[index]]);
      };
      const near = await after('Answer the question as best as you ');
      assert.deepEqual(near, await after('Cats and dogs sleep. Answer the question as best as you '));
      assert.notDeepEqual(near, await after('Answer the question as best as they '));
    });
  });
}

suite('the file of the n-gram', () => {
  let folder: string;
  setup(() => (folder = mkdtempSync(path.join(tmpdir(), 'left-context-ngram-'))));
  teardown(() => rmSync(folder, { recursive: true }));

  test('has less than 3 MB', () => assert.ok(statSync(FILE).size < 3e6));

  test('a damaged one is refused by name', async () => {
    const whole = readFileSync(FILE);
    const damaged = path.join(folder, 'damaged.bin');
    const changed = Buffer.from(whole);
    // How many n-grams of two tokens there are.
    changed.writeUInt32LE(changed.readUInt32LE(16) - 1, 16);
    for (const bytes of [Buffer.alloc(0), Buffer.alloc(64), whole.subarray(0, -1), whole.subarray(0, 40), changed]) {
      writeFileSync(damaged, bytes);
      await assert.rejects(openNgram(damaged), /damaged\.bin is no n-gram model, or only a part of one/);
    }
  });
});
