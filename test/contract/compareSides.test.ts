import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { RightContextProgress } from '../../src/contracts/expectationRequests';
import { needsRightContext } from '../../src/core/expectation/needsRightContext';
import { surprisingWords } from '../../src/core/expectation/sumSurpriseOfWordTokens';
import { exportWith, removeExports } from '../helpers/exports';
import { root, samplePrompt } from '../helpers/fixtures';
import { inferences, unhurried } from '../helpers/inferences';

/** Written by training/sides_reference.py. */
interface Reference {
  readonly text: string;
  readonly places: readonly {
    readonly word: string;
    readonly start: number;
    readonly left: Readonly<Record<string, number>>;
    readonly both: Readonly<Record<string, number>>;
    readonly bits: number;
    readonly divergence: number;
  }[];
}

const reference = JSON.parse(
  readFileSync(path.join(root, 'test', 'fixtures', 'sides', 'sides.json'), 'utf8'),
) as Reference;
const EMBEDDED = { causal: 'prompt-gpt', masked: 'prompt-bert' };
const TOLERANCE = 1e-4;

function near(actual: number, expected: number, what: string): void {
  assert.ok(Math.abs(actual - expected) <= TOLERANCE, `${what}: ${actual} is not ${expected}`);
}

for (const [where, start] of Object.entries(inferences)) {
  suite(`comparison of both sides ${where}`, () => {
    const { inference, stop } = start();
    suiteTeardown(() => {
      stop();
      removeExports();
    });

    test('equals PyTorch on the same float32 models', async () => {
      const models = { causal: exportWith('gpt2', ['model']), masked: exportWith('bert', ['model']) };
      const { text, places } = reference;
      for (const place of places) {
        const comparison = (await inference.compareSides({ ...models, text, focus: place.start + 1 }, unhurried))!;
        assert.equal(text.slice(comparison.start, comparison.end), place.word);
        assert.equal(comparison.words[comparison.actual], place.word);
        assert.deepEqual([...comparison.words].sort(), Object.keys(place.left).sort());
        comparison.words.forEach((word, index) => {
          near(comparison.leftProbabilities[index]!, place.left[word]!, `${word} before ${place.word}`);
          const both = place.both[word];
          if (both !== undefined) near(comparison.bothProbabilities[index]!, both, `${word} around ${place.word}`);
          else if (index !== comparison.actual) assert.ok(Number.isNaN(comparison.bothProbabilities[index]));
        });
        near(comparison.divergence, place.divergence, `divergence at ${place.word}`);
      }
      const { words } = await inference.rightContextWords({ ...models, text, focus: 0, minLeftBits: 0 }, unhurried);
      for (const { word, start, bits } of places) {
        near(words.find((each) => each.start === start)!.bothBits, bits, `bits of ${word}`);
      }
    });

    test('probabilities sum to at most 1, and the divergence is between 0 and 1', async () => {
      const text = samplePrompt('research-assistant.md');
      for (const focus of [0, 40, 200, 700, text.length - 2]) {
        const comparison = await inference.compareSides({ ...EMBEDDED, text, focus }, unhurried);
        if (!comparison) continue;
        const sum = (values: Float32Array) => values.reduce((total, value) => total + (value || 0), 0);
        assert.ok(
          sum(comparison.leftProbabilities) > 0 && sum(comparison.leftProbabilities) <= 1 + 1e-4,
          `${sum(comparison.leftProbabilities)}`,
        );
        assert.ok(
          sum(comparison.bothProbabilities) > 0 && sum(comparison.bothProbabilities) <= 1 + 1e-4,
          `${sum(comparison.bothProbabilities)}`,
        );
        assert.ok(comparison.divergence >= 0 && comparison.divergence <= 1);
        assert.ok(comparison.actual >= 0 && comparison.start <= focus && focus <= comparison.end);
      }
    });

    test('the right context changes the prediction from both sides, not the one from the left', async () => {
      const [text, other] = ['Translate it into French, please.', 'Translate it into pieces of wood.'];
      const compare = async (of: string) =>
        (await inference.compareSides({ ...EMBEDDED, text: of, focus: 12 }, unhurried))!;
      const [one, two] = [await compare(text), await compare(other)];
      const leftOf = ({ words, leftProbabilities }: typeof one) =>
        new Map(words.map((word, index) => [word, leftProbabilities[index]!]));
      const [first, second] = [leftOf(one), leftOf(two)];
      for (const [word, probability] of first) {
        // int8 rounds differently when the left context is read in other parts.
        if (second.has(word)) assert.ok(Math.abs(second.get(word)! - probability) < 0.02, word);
      }
      assert.notDeepEqual([...one.bothProbabilities], [...two.bothProbabilities]);
    });

    test('bits from the left equal the surprise map, and only surprising words are listed', async () => {
      const text = samplePrompt('support-agent.txt');
      const map = await inference.surprise({ model: 'prompt-gpt', text, focus: 0 }, unhurried);
      const expected = surprisingWords(text, map).filter(({ bits }) => bits >= 8);
      const reported: RightContextProgress[] = [];
      const request = { ...EMBEDDED, text, focus: 0, minLeftBits: 8 };
      const { words, totalTokens } = await inference.rightContextWords(request, unhurried, (progress) =>
        reported.push(progress),
      );
      assert.deepEqual(
        words.map(({ start, end, leftBits }) => ({ start, end, bits: leftBits })),
        expected.map(({ start, end, bits }) => ({ start, end, bits })),
      );
      assert.equal(totalTokens, map.totalTokens);
      assert.equal(reported.at(-1)!.share, 1);
      assert.deepEqual(
        reported.map(({ word }) => word!),
        words.toSorted((a, b) => b.leftBits - a.leftBits),
        'each word is reported as it is measured, the most surprising ones first',
      );
      assert.ok(words.every(({ bothBits }) => bothBits > 0 && bothBits < 100));
    });

    test('of a text longer than the context window, it says which part was measured', async () => {
      const text = 'Answer politely. '.repeat(300);
      const focus = text.length / 2;
      const request = { ...EMBEDDED, text, focus, minLeftBits: 40 };
      const { measured } = await inference.rightContextWords(request, unhurried);
      const { starts, ends } = await inference.surprise({ model: 'prompt-gpt', text, focus }, unhurried);
      assert.deepEqual(measured, { start: starts[0], end: ends.at(-1) });
      assert.ok(0 < measured.start && measured.start < focus && focus < measured.end && measured.end < text.length);
    });

    test('the right context explains words that are repeated later', async () => {
      const text = 'Vous êtes un assistant. Traduisez le texte.';
      const { words } = await inference.rightContextWords(
        { ...EMBEDDED, text: `${text} ${text}`, focus: 0, minLeftBits: 8 },
        unhurried,
      );
      const first = words.filter(({ end }) => end <= text.length);
      // A model that reads both sides sees the words again later, so they surprise it less.
      const explained = (some: typeof words) =>
        some.reduce((sum, { leftBits, bothBits }) => sum + leftBits - bothBits, 0) / Math.max(1, some.length);
      const alone = await inference.rightContextWords({ ...EMBEDDED, text, focus: 0, minLeftBits: 8 }, unhurried);
      assert.ok(explained(first) > explained(alone.words));
      assert.ok(needsRightContext({ start: 0, end: 1, leftBits: 12, bothBits: 1 }));
    });

    test('without a word there is no comparison', async () => {
      assert.equal(await inference.compareSides({ ...EMBEDDED, text: 'One — two', focus: 5 }, unhurried), null);
      assert.equal(await inference.compareSides({ ...EMBEDDED, text: '', focus: 0 }, unhurried), null);
      const { words } = await inference.rightContextWords(
        { ...EMBEDDED, text: '', focus: 0, minLeftBits: 0 },
        unhurried,
      );
      assert.deepEqual(words, []);
    });

    test('refuses models of the wrong kind', async () => {
      const swapped = { causal: 'prompt-bert', masked: 'prompt-gpt', text: 'One two', focus: 5 };
      await assert.rejects(inference.compareSides(swapped, unhurried), /no language-modelling head/);
      const gpt = { ...swapped, causal: 'prompt-gpt' };
      await assert.rejects(inference.compareSides(gpt, unhurried), /does not fill in masked words.*prompt-bert/);
      const headless = { ...EMBEDDED, masked: path.join(root, 'test', 'fixtures', 'exports', 'bert-embeddings') };
      await assert.rejects(inference.compareSides({ ...headless, text: 'One two', focus: 5 }, unhurried), /masked/);
    });
  });
}
