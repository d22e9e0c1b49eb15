import '../../src/inference/models/onnxRuntime.node';
import assert from 'node:assert/strict';
import type { Inference } from '../../src/contracts/inference';
import { PrefixReader } from '../../src/inference/generation/prefixCachingReader';
import { findModel } from '../../src/inference/models/findModelById.node';
import { loadModel, type LoadedModel } from '../../src/inference/models/loadedModel';
import { assertNear } from '../helpers/assertNear';
import { completionRequest } from '../helpers/completionRequest';
import { places } from '../helpers/fixtures';
import { GgufFolders } from '../helpers/ggufFolders';
import { Scheduler } from '../../src/inference/requestScheduler';
import { inferences, unhurried } from '../helpers/inferences';
import { seeded } from '../helpers/random';
import { TINY_VOCABULARY } from '../helpers/tinyTokenizer';

const CONTEXT_LENGTH = 200;

suite('keys and values with room behind them', () => {
  const folders = new GgufFolders();
  const random = seeded(7);
  const any = (below: number) => Math.floor(random() * below);
  const randomIds = (count: number) => Array.from({ length: count }, () => 3 + any(TINY_VOCABULARY - 3));
  let folder: string;
  let model: LoadedModel;

  suiteSetup(async () => {
    const made = await folders.makeExact({ format: () => 'Q4_1', shape: { contextLength: CONTEXT_LENGTH } });
    folder = made.folder;
    model = await loadModel(await findModel(folder, places), 1);
  });
  suiteTeardown(async () => {
    await model.session.release();
    folders.remove();
  });

  const reader = () => new PrefixReader(model, CONTEXT_LENGTH);

  /** Checks that `reading` gives the logits of reading the text at once. */
  async function checkRead(reading: PrefixReader, text: readonly number[], keep = 1): Promise<void> {
    const ids = Int32Array.from(text);
    assertNear(await reading.read(ids, keep), await reader().read(ids, keep), `${text.length} tokens, ${keep} kept`);
  }

  test('token by token up to the context length gives what reading at once gives', async () => {
    const text = randomIds(CONTEXT_LENGTH);
    const all = await reader().read(Int32Array.from(text), text.length);
    const reading = reader();
    for (let length = 1; length <= text.length; length++) {
      const logits = await reading.read(Int32Array.from(text.slice(0, length)), 1);
      const expected = all.subarray((length - 1) * TINY_VOCABULARY, length * TINY_VOCABULARY);
      assertNear(logits, expected, `token ${length}`);
    }
  });

  test('pieces of any size do, with logits of any of their tokens', async () => {
    for (let round = 0; round < 8; round++) {
      const text = randomIds(CONTEXT_LENGTH);
      const reading = reader();
      for (let length = 1 + any(80); length <= text.length; length += 1 + any(80))
        await checkRead(reading, text.slice(0, length), 1 + any(length));
    }
  });

  test('so does a text after each of 150 edits, cuts and additions', async () => {
    const reading = reader();
    let text = randomIds(100);
    for (let edit = 0; edit < 150; edit++) {
      const at = any(text.length);
      text.splice(at, any(10), ...randomIds(any(10)));
      if (random() < 0.2) text.length = 1 + any(text.length);
      if (random() < 0.3) text.push(...randomIds(any(90)));
      text = text.length === 0 ? randomIds(1) : text.slice(0, CONTEXT_LENGTH);
      await checkRead(reading, text);
    }
  });

  test('one token beyond the context length is refused, and what was read before stays right', async () => {
    const reading = reader();
    const text = randomIds(CONTEXT_LENGTH);
    await checkRead(reading, text);
    const tooLong = Int32Array.from([...text, 5]);
    await assert.rejects(reading.read(tooLong, 1), {
      name: 'RangeError',
      message: 'The cache has room for 200 tokens, not for 201.',
    });
    await checkRead(reading, [...text.slice(0, -1), 9]);
  });

  test('a failed pass leaves no wrong keys and values', async () => {
    const reading = reader();
    const text = randomIds(70);
    await checkRead(reading, text);
    await assert.rejects(reading.read(Int32Array.from([...text.slice(0, 40), TINY_VOCABULARY]), 1));
    await checkRead(reading, text);
  });

  test('a read that is aborted between two pieces ends there, and what it has read stays right', async () => {
    const text = randomIds(CONTEXT_LENGTH);
    const reading = reader();
    const aborted = new AbortController();
    const started = new Scheduler().runInTurns('viewing', aborted.signal, (turn) =>
      reading.read(Int32Array.from(text), 1, turn),
    );
    setImmediate(() => aborted.abort());
    await assert.rejects(started, { name: 'AbortError' });
    await checkRead(reading, text, CONTEXT_LENGTH);
    await checkRead(reading, text, 1);
  });

  test('ghost text is the same whether or not the text before was read already', async () => {
    const { inference, stop } = inferences['in this thread']!();
    const text = 'You are a careful assistant.\nAnswer in one sentence, and name the source of what you say. '.repeat(
      3,
    );
    const complete = (on: Inference, length: number) => {
      const sampling = { temperature: 0, topK: 40, topP: 0.95 };
      const request = completionRequest(text.slice(0, length), {
        model: folder,
        confidence: 0,
        length: 'sentence',
        sampling,
      });
      return on.complete(request, unhurried);
    };
    const probabilities = new Set<number>();
    for (const length of [20, 21, 60, 40, 41, 150, 149, text.length, 10]) {
      const reused = await complete(inference, length);
      const { inference: another, stop: stopOther } = inferences['in this thread']!();
      const fresh = await complete(another, length);
      stopOther();
      assert.deepEqual([reused.texts, reused.contextTokens], [fresh.texts, fresh.contextTokens]);
      // The search of a word's tokenizations ends where a hundredth of the probability is left, sooner with fewer logits known.
      const difference = Math.abs(reused.firstTokenProbability - fresh.firstTokenProbability);
      assert.ok(difference < 0.01, `${length} characters: ${difference}`);
      probabilities.add(fresh.firstTokenProbability);
    }
    stop();
    assert.ok(probabilities.size > 5, 'the texts show too little');
  });
});
