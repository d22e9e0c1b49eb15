import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { TOP_TOKENS } from '../../src/core/expectation/howManyLikeliestTokens';
import { PrefixReader } from '../../src/inference/generation/prefixCachingReader';
import { SurpriseReader } from '../../src/inference/expectation/incrementalSurprise';
import { exportWith, removeExports } from '../helpers/exports';
import { loadedModel, root, samplePrompt } from '../helpers/fixtures';
import { Scheduler } from '../../src/inference/requestScheduler';
import { inferences, unhurried } from '../helpers/inferences';
import { seeded } from '../helpers/random';
import { surpriseContract } from './shared/expectationContract';

/** Written by training/surprise_reference.py. */
interface Reference {
  readonly text: string;
  readonly ids: readonly number[];
  readonly bits: readonly number[];
  readonly ranks: readonly number[];
  readonly likeliest: readonly (readonly number[])[];
  readonly probabilities: readonly (readonly number[])[];
}

const reference = JSON.parse(
  readFileSync(path.join(root, 'test', 'fixtures', 'surprise', 'gpt2.json'), 'utf8'),
) as Reference;

/** Bits of a token that is drawn from prompt-gpt's vocabulary at random, rounded up. */
const MOST_BITS = 14;

function near(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  assert.equal(actual.length, expected.length);
  for (let index = 0; index < expected.length; index++) {
    const off = Math.abs(actual[index]! - expected[index]!);
    assert.ok(off <= tolerance, `${actual[index]} is not ${expected[index]} (${index})`);
  }
}

for (const [where, start] of Object.entries(inferences)) {
  suite(`surprise ${where}`, () => {
    const { inference, stop } = start();
    suiteTeardown(() => {
      stop();
      removeExports();
    });

    surpriseContract(() => ({ inference, model: 'prompt-gpt', contextLength: 512 }));

    test('equals PyTorch on the same float32 model', async () => {
      const model = exportWith('gpt2', ['model']);
      const { text, ids, bits, ranks, probabilities } = reference;
      const surprise = await inference.surprise({ model, text, focus: 0 }, unhurried);
      near(surprise.bits, bits, 1e-4);
      assert.deepEqual([...surprise.ranks], ranks);
      near(surprise.probabilities, probabilities.flat(), 1e-4);
      assert.equal(surprise.likeliest.length, ids.length * TOP_TOKENS);
      const { pieces } = await inference.tokenize({ model, text }, unhurried);
      // `likeliest` has texts: that of the first token that was among the likeliest is one of them.
      const top = ranks.findIndex((rank) => rank <= TOP_TOKENS);
      if (top >= 0) assert.ok(surprise.likeliest.slice(top * TOP_TOKENS).includes(pieces[top]!.replace('Ġ', ' ')));
      assert.deepEqual([surprise.starts[0], surprise.ends.at(-1)], [0, text.length]);
    });

    test('measures the part around the focus when the text is longer than the context window', async () => {
      const text = samplePrompt('research-assistant.md').repeat(4);
      const all = (await inference.tokenize({ model: 'prompt-gpt', text }, unhurried)).ids.length;
      for (const focus of [0, text.length >> 1, text.length]) {
        const surprise = await inference.surprise({ model: 'prompt-gpt', text, focus }, unhurried);
        assert.equal(surprise.totalTokens, all);
        assert.ok(surprise.starts[0]! <= focus && surprise.ends.at(-1)! >= focus - 1);
        assert.ok(surprise.bits.length > 380 && surprise.bits.length < 512, String(surprise.bits.length));
        assert.ok(surprise.bits.every((bits) => bits >= 0 && bits < 60));
        assert.ok(surprise.entropies.every((entropy) => entropy >= 0 && entropy < MOST_BITS));
      }
    });

    test('refuses an encoder', async () => {
      const refused = inference.surprise({ model: 'prompt-bert', text: 'a', focus: 0 }, unhurried);
      await assert.rejects(refused, /no language-modelling head/);
    });
  });
}

suite('SurpriseReader', () => {
  teardown(removeExports);

  test('after an edit it reads only the tokens from the edit on, and equals a fresh reader', async () => {
    const model = await loadedModel(exportWith('gpt2', ['model']));
    const keeps: number[] = [];
    const reader = new PrefixReader(model, 128);
    const recording = {
      read: (ids: Int32Array, keep: number) => {
        keeps.push(keep);
        return reader.read(ids, keep);
      },
    };
    const reused = new SurpriseReader(recording, model.tokenizer.size, 128);
    const random = seeded(9);
    const ids = Int32Array.from({ length: 60 }, () => Math.floor(random() * model.tokenizer.size));
    await reused.read(ids);
    const changed = ids.slice();
    changed[50] = 7;
    const bits = (await reused.read(changed)).bits;
    assert.deepEqual(keeps, [59, 10]);
    const fresh = await new SurpriseReader(new PrefixReader(model, 128), model.tokenizer.size, 128).read(changed);
    near(bits, fresh.bits, 1e-3);
    await reused.read(changed);
    assert.equal(keeps.length, 2);
  });

  test('expects at each token the entropy of the model’s prediction', async () => {
    const model = await loadedModel('prompt-gpt');
    const ids = Int32Array.from({ length: 12 }, (_, index) => 40 * index + 5);
    const { entropies } = await new SurpriseReader(new PrefixReader(model, 128), model.tokenizer.size, 128).read(ids);
    const logits = await new PrefixReader(model, 128).read(ids.subarray(0, -1), ids.length - 1);
    const expected = Array.from({ length: ids.length - 1 }, (_, row) => {
      const values = logits.subarray(row * model.tokenizer.size, (row + 1) * model.tokenizer.size);
      const total = values.reduce((sum, value) => sum + Math.exp(value), 0);
      return values.reduce((sum, value) => sum - (Math.exp(value) / total) * Math.log2(Math.exp(value) / total), 0);
    });
    near(entropies, [0, ...expected], 1e-4);
  });

  test('refuses a model whose logits are not numbers', async () => {
    const damaged = { read: (_: Int32Array, keep: number) => Promise.resolve(new Float32Array(keep * 8).fill(NaN)) };
    const reader = new SurpriseReader(damaged, 8, 16);
    await assert.rejects(reader.read(Int32Array.of(1, 2, 3)), /gives no probabilities/);
  });

  test('continues after an abort', async () => {
    const model = await loadedModel('prompt-gpt');
    // The reader is told of a large vocabulary, so that it measures few tokens a pass.
    const reader = new SurpriseReader(new PrefixReader(model, 128), 2 ** 21, 512);
    const controller = new AbortController();
    const ids = Int32Array.from({ length: 20 }, (_, index) => index + 5);
    const aborted = new Scheduler().runInTurns('viewing', controller.signal, (turn) =>
      reader.read(ids, (pass) => turn(pass).finally(() => controller.abort())),
    );
    await assert.rejects(aborted, { name: 'AbortError' });
    const { bits } = await reader.read(ids);
    assert.ok(bits.slice(1).every((each) => each > 0));
  });
});
