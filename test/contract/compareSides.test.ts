import { inferences, unhurried } from '../helpers/inferences';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { needsRightContext } from '../../src/core/expectation/rightContext';
import { surprisingWords } from '../../src/core/expectation/surpriseLevels';
import { exportWith, removeExports } from '../helpers/exports';
import { root, samplePrompt } from '../helpers/fixtures';

/** What training/sides_reference.py wrote. */
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
  suite(`left only, or both sides, ${where}`, () => {
    const { inference, stop } = start();
    suiteTeardown(() => {
      stop();
      removeExports();
    });

    test('is what PyTorch says of the same float32 models', async () => {
      const models = { causal: exportWith('gpt2', ['model']), masked: exportWith('bert', ['model']) };
      const { text, places } = reference;
      for (const place of places) {
        const found = (await inference.compareSides({ ...models, text, focus: place.start + 1 }, unhurried))!;
        assert.equal(text.slice(found.start, found.end), place.word);
        assert.equal(found.words[found.own], place.word);
        assert.deepEqual([...found.words].sort(), Object.keys(place.left).sort());
        found.words.forEach((word, index) => {
          near(found.left[index]!, place.left[word]!, `${word} before ${place.word}`);
          const both = place.both[word];
          if (both !== undefined) near(found.both[index]!, both, `${word} around ${place.word}`);
          else if (index !== found.own) assert.ok(Number.isNaN(found.both[index]));
        });
        near(found.divergence, place.divergence, `divergence at ${place.word}`);
      }
      const found = await inference.rightContextWords({ ...models, text, focus: 0, minLeftBits: 0 }, unhurried);
      for (const { word, start, bits } of places) {
        near(found.words.find((each) => each.start === start)!.both, bits, `bits of ${word}`);
      }
    });

    test('probabilities are some of all, and the divergence is between 0 and 1', async () => {
      const text = samplePrompt('research-assistant.md');
      for (const focus of [0, 40, 200, 700, text.length - 2]) {
        const found = await inference.compareSides({ ...EMBEDDED, text, focus }, unhurried);
        if (!found) continue;
        const sum = (values: Float32Array) => values.reduce((total, value) => total + (value || 0), 0);
        assert.ok(sum(found.left) > 0 && sum(found.left) <= 1 + 1e-4, `${sum(found.left)}`);
        assert.ok(sum(found.both) > 0 && sum(found.both) <= 1 + 1e-4, `${sum(found.both)}`);
        assert.ok(found.divergence >= 0 && found.divergence <= 1);
        assert.ok(found.own >= 0 && found.start <= focus && focus <= found.end);
      }
    });

    test('what comes later changes what both sides expect, and not what the left does', async () => {
      const [text, other] = ['Translate it into French, please.', 'Translate it into pieces of wood.'];
      const at = async (of: string) => (await inference.compareSides({ ...EMBEDDED, text: of, focus: 12 }, unhurried))!;
      const [one, two] = [await at(text), await at(other)];
      const leftOf = ({ words, left }: typeof one) => new Map(words.map((word, index) => [word, left[index]!]));
      const [first, second] = [leftOf(one), leftOf(two)];
      for (const [word, probability] of first) {
        // Int8 is not the same when the left is read in other parts.
        if (second.has(word)) assert.ok(Math.abs(second.get(word)! - probability) < 0.02, word);
      }
      assert.notDeepEqual([...one.both], [...two.both]);
    });

    test('bits from the left are those of the surprise map, and only of words that surprise', async () => {
      const text = samplePrompt('support-agent.txt');
      const map = await inference.surprise({ model: 'prompt-gpt', text, focus: 0 }, unhurried);
      const expected = surprisingWords(text, map).filter(({ bits }) => bits >= 8);
      const shares: number[] = [];
      const request = { ...EMBEDDED, text, focus: 0, minLeftBits: 8 };
      const { words, tokens } = await inference.rightContextWords(request, unhurried, (share) => shares.push(share));
      assert.deepEqual(
        words.map(({ start, end, left }) => ({ start, end, bits: left })),
        expected,
      );
      assert.equal(tokens, map.tokens);
      assert.equal(shares.at(-1), 1);
      assert.ok(words.every(({ both }) => both > 0 && both < 100));
    });

    test('a word that only what follows explains is found', async () => {
      const text = 'Vous êtes un assistant. Traduisez le texte.';
      const { words } = await inference.rightContextWords(
        { ...EMBEDDED, text: `${text} ${text}`, focus: 0, minLeftBits: 8 },
        unhurried,
      );
      const first = words.filter(({ end }) => end <= text.length);
      // Said again later, the words are no surprise to who reads both sides.
      const explained = (some: typeof words) =>
        some.reduce((sum, { left, both }) => sum + left - both, 0) / Math.max(1, some.length);
      const alone = await inference.rightContextWords({ ...EMBEDDED, text, focus: 0, minLeftBits: 8 }, unhurried);
      assert.ok(explained(first) > explained(alone.words));
      assert.ok(needsRightContext({ start: 0, end: 1, left: 12, both: 1 }));
    });

    test('no word, no comparison', async () => {
      assert.equal(await inference.compareSides({ ...EMBEDDED, text: 'One — two', focus: 5 }, unhurried), null);
      assert.equal(await inference.compareSides({ ...EMBEDDED, text: '', focus: 0 }, unhurried), null);
      const { words } = await inference.rightContextWords(
        { ...EMBEDDED, text: '', focus: 0, minLeftBits: 0 },
        unhurried,
      );
      assert.deepEqual(words, []);
    });

    test('a model of the wrong kind is refused', async () => {
      const swapped = { causal: 'prompt-bert', masked: 'prompt-gpt', text: 'One two', focus: 5 };
      await assert.rejects(inference.compareSides(swapped, unhurried), /no language-modelling head/);
      const gpt = { ...swapped, causal: 'prompt-gpt' };
      await assert.rejects(inference.compareSides(gpt, unhurried), /does not fill in masked words.*prompt-bert/);
      const headless = { ...EMBEDDED, masked: path.join(root, 'test', 'fixtures', 'exports', 'bert-embeddings') };
      await assert.rejects(inference.compareSides({ ...headless, text: 'One two', focus: 5 }, unhurried), /masked/);
    });
  });
}
