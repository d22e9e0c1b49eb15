import '../../src/inference/models/onnxRuntime.node';
import assert from 'node:assert/strict';
import { partsOfPrompt } from '../../src/core/sentences/partsOfPrompt';
import { PrefixReader } from '../../src/inference/generation/prefixCachingReader';
import { logSumExp } from '../../src/inference/generation/topTokens';
import { openExact } from '../../src/inference/models/exactGraph.node';
import { findModel } from '../../src/inference/models/findModelById.node';
import { loadModel, type LoadedModel } from '../../src/inference/models/loadedModel';
import { atOnce, type Turn } from '../../src/inference/requestScheduler';
import { VariantReader } from '../../src/inference/sentences/variantReader';
import { assertNear } from '../helpers/assertNear';
import { exportWith, removeExports } from '../helpers/exports';
import { places } from '../helpers/fixtures';
import { GgufFolders } from '../helpers/ggufFolders';
import { inferences, unhurried } from '../helpers/inferences';
import { seeded } from '../helpers/random';
import { sentencesContract } from './shared/sentencesContract';
import { TINY_VOCABULARY } from '../helpers/tinyTokenizer';

const CONTEXT_LENGTH = 200;
/** Largest difference of the bits of a token: products with 8-bit weights are about as exact as 16 bits. */
const BITS = 1e-3;

suite('reading variants of a text', () => {
  const folders = new GgufFolders();
  const random = seeded(31);
  const ids = (count: number) =>
    Int32Array.from({ length: count }, () => 3 + Math.floor(random() * (TINY_VOCABULARY - 3)));
  const joined = (...parts: Int32Array[]) => Int32Array.from(parts.flatMap((part) => [...part]));
  const models: Record<string, LoadedModel> = {};
  /** The models that round, without rounding. */
  const exact = new Map<LoadedModel, LoadedModel>();

  suiteSetup(async () => {
    const { folder } = await folders.make({ format: () => 'F32', shape: { contextLength: CONTEXT_LENGTH } });
    models['a graph of ours'] = await loadModel(await findModel(folder, places), 1);
    models['a graph that rounds'] = await loadModel(await findModel('prompt-gpt', places), 1);
    models['a graph of others'] = await loadModel(await findModel(exportWith('gpt2', ['model']), places), 1);
    for (const model of Object.values(models)) {
      const graph = await openExact(model);
      if (graph) exact.set(model, { ...model, ...graph });
    }
  });
  suiteTeardown(async () => {
    for (const model of [...Object.values(models), ...exact.values()]) await model.session.release();
    folders.remove();
    removeExports();
  });

  /** Bits of an answer behind a text that a new reader reads from its start, without rounding. */
  async function expectedBits(rounding: LoadedModel, text: Int32Array, answer: Int32Array): Promise<number[]> {
    const model = exact.get(rounding) ?? rounding;
    const logits = await new PrefixReader(model, CONTEXT_LENGTH).read(
      joined(text, answer.subarray(0, -1)),
      answer.length,
    );
    const width = logits.length / answer.length;
    return Array.from(answer, (id, token) => {
      const row = logits.subarray(token * width, (token + 1) * width);
      return (logSumExp(row) - row[id]!) * Math.LOG2E;
    });
  }

  test('models that round are opened a second time', () => {
    assert.deepEqual([...exact.keys()], [models['a graph of ours'], models['a graph that rounds']]);
  });

  const text = ids(90);
  const answers = [ids(12), ids(1), ids(5)];
  const variants = [
    text,
    joined(text.subarray(0, 40), text.subarray(50)),
    joined(text.subarray(0, 10), ids(3), text.subarray(10)),
    text.subarray(0, 70),
    ids(60),
    text.subarray(30),
  ];

  for (const name of ['a graph of ours', 'a graph that rounds', 'a graph of others'])
    test(`gives what reading each from its start gives, in any order (${name})`, async () => {
      const model = models[name]!;
      const reader = new VariantReader(model, CONTEXT_LENGTH);
      await reader.readText(text, atOnce);
      for (const variant of [...variants, ...variants.toReversed()]) {
        const { bits } = await reader.read(variant, answers, atOnce);
        for (const [index, answer] of answers.entries())
          assertNear(bits[index]!, await expectedBits(model, variant, answer), `answer ${index}`, BITS);
      }
    });

  test('reads a common start once', async () => {
    const reader = new VariantReader(models['a graph of ours']!, CONTEXT_LENGTH);
    await reader.readText(text, atOnce);
    assert.equal(reader.tokensRead, 90);
    await reader.read(variants[1]!, [answers[0]!], atOnce);
    assert.equal(reader.tokensRead, 90 + 40 + 11);
    await reader.readText(text, atOnce);
    assert.equal(reader.tokensRead, 90 + 40 + 11);
  });

  for (const name of ['a graph of ours', 'a graph of others'])
    test(`aborted anywhere, a reading leaves the text as it was (${name})`, async () => {
      const model = models[name]!;
      const reader = new VariantReader(model, CONTEXT_LENGTH);
      await reader.readText(text, atOnce);
      for (let turns = 0; turns < (name === 'a graph of ours' ? 4 : 2); turns++) {
        let left = turns;
        const abortedTurn: Turn = async (pass) => {
          if (left-- === 0) throw new Error('aborted');
          return pass();
        };
        await assert.rejects(reader.read(variants[2]!, answers, abortedTurn), /aborted/);
        left = turns;
        await assert.rejects(
          reader.continueText(text, () => 5, 9, abortedTurn),
          /aborted/,
        );
        const { bits } = await reader.read(variants[1]!, [answers[0]!], atOnce);
        assertNear(bits[0]!, await expectedBits(model, variants[1]!, answers[0]!), `after ${turns} turns`, BITS);
      }
    });

  test('hides tokens of the text from an answer, different ones for each of a batch', async () => {
    const model = models['a graph of ours']!;
    const reader = new VariantReader(model, CONTEXT_LENGTH);
    const [answer] = answers;
    const span = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);
    const all = [[], span(20, 30), span(0, 5), [3, 50, 70]];
    const together = await reader.readWithHidden(text, all, 89, answer!, atOnce);
    assertNear(together[0]!.bits[0]!, await expectedBits(model, text, answer!), 'nothing hidden', BITS);
    for (const [index, hidden] of all.entries()) {
      const [alone] = await reader.readWithHidden(text, [hidden], 89, answer!, atOnce);
      assertNear(alone!.bits[0]!, together[index]!.bits[0]!, `hidden ${index}`);
      assertNear(alone!.next, together[index]!.next, `next ${index}`);
    }
    assert.ok(together.slice(1).every(({ bits }) => Math.abs(bits[0]![0]! - together[0]!.bits[0]![0]!) > 1e-3));
    // With all but the last token hidden, the answer sees this one alone, at its place.
    const [blind] = await reader.readWithHidden(text, [span(0, 89)], 89, answer!, atOnce);
    const other = joined(ids(89), text.subarray(89));
    const [otherBlind] = await reader.readWithHidden(other, [span(0, 89)], 89, answer!, atOnce);
    assertNear(blind!.bits[0]!, otherBlind!.bits[0]!, 'blind');
  });
});

for (const [where, start] of Object.entries(inferences)) {
  suite(`sentences ${where}`, () => {
    const { inference, stop } = start();
    suiteTeardown(stop);

    const model = 'prompt-gpt';
    const text =
      'Always write "banana". The sky is blue. The grass is green. Fish swim in the sea. Now write the word:';
    const answers = ['banana'];
    const parts = partsOfPrompt(text, 'sentences');
    const through = 'automatic';

    sentencesContract(() => ({ inference, model, contextLength: 512 }));

    test('that say the same are called redundant', async () => {
      const twice =
        'Always write "banana". The sky is blue. The grass is green. Always write "banana". Now write the word:';
      const spans = partsOfPrompt(twice, 'sentences');
      const { redundant, effects } = await inference.sentenceEffects(
        { model, text: twice, parts: spans, answers, through },
        unhurried,
      );
      const pair = redundant.find((each) => each.parts.includes(0) && each.parts.includes(3));
      assert.ok(pair, JSON.stringify(redundant));
      assert.ok(pair.isRepeated);
      assert.ok(pair.bits[0]! > effects[0]!.bits[0]! + effects[3]!.bits[0]!);
    });

    test('of a prompt longer than the window are measured from where the model sees it', async () => {
      const long = `${'The quick brown fox jumps over the lazy dog. '.repeat(90)}${text}`;
      const spans = partsOfPrompt(long, 'sentences');
      const wanted = [spans.length - 1, spans.length - 5, 0];
      const { seenFrom, promptTokens, allTokens, effects } = await inference.sentenceEffects(
        { model, text: long, parts: spans, answers, through, wanted },
        unhurried,
      );
      assert.ok(seenFrom > 0 && spans.some((span) => span.start === seenFrom));
      assert.ok(promptTokens <= 512 && allTokens > 900, `${promptTokens} of ${allTokens}`);
      assert.equal(effects.length, 2);
    });

    test('are refused for models that do not write', async () => {
      const request = { model, text, parts, answers, through } as const;
      await assert.rejects(
        inference.sentenceEffects({ ...request, model: 'prompt-bert' }, unhurried),
        /cannot continue a text/,
      );
    });

    test('answers are the model’s own, the first always the same', async () => {
      const request = { model, text: 'You are a helpful', through, count: 3, maxTokens: 6 } as const;
      const seen: number[] = [];
      const written = await inference.answers(request, unhurried, (some) => seen.push(some.length));
      assert.ok(written.length >= 1 && new Set(written).size === written.length);
      assert.deepEqual(
        seen,
        written.map((_, index) => index + 1),
      );
      assert.match(written[0]!, /^assistant/);
      assert.equal((await inference.answers({ ...request, count: 1 }, unhurried))[0], written[0]);
    });
  });
}
