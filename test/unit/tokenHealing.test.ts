import assert from 'node:assert/strict';
import type { CausalModel } from '../../src/inference/generation/causalModel';
import type { LeftContextTokens } from '../../src/inference/generation/leftContextTokens';
import { healedFirstTokens } from '../../src/inference/generation/tokenHealing';
import { atOnce } from '../../src/inference/requestScheduler';
import { tokensByBytes } from '../../src/inference/tokens/tokensByBytes';
import { seeded } from '../helpers/random';

const VOCABULARY = [' as', ' assist', ' assistant', 'ant', 'sist', 's', ' the', ' expert', 'istant'];
const START = 0;

/** Probabilities of the next token after some tokens of a piece, joined by “|”; the others share what is left. */
type Rows = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** A model that predicts so, and the texts that it reads. */
function modelOf(rows: Rows, vocabulary: readonly string[] = VOCABULARY) {
  const reads: string[] = [];
  const logitsAfter = (after: string) => {
    const probabilities = rows[after] ?? {};
    const total = Object.values(probabilities).reduce((sum, probability) => sum + probability, 0);
    const share = (1 - total) / (vocabulary.length - Object.keys(probabilities).length);
    return Float32Array.from(vocabulary, (token) => Math.log(probabilities[token] ?? share));
  };
  const known = new Map<string, Float32Array>();
  const nameOf = (ids: Int32Array) => Array.from(ids.subarray(1), (id) => vocabulary[id]).join('|');
  const reader: CausalModel['reader'] = {
    known: (ids) => known.get(nameOf(ids)),
    millisecondsToRead: () => 0,
    isStepwise: false,
    read(ids, keep) {
      reads.push(nameOf(ids));
      const all = Array.from({ length: keep }, (_, row) => {
        const after = nameOf(ids.subarray(0, ids.length - keep + row + 1));
        known.set(after, logitsAfter(after));
        return known.get(after)!;
      });
      return Promise.resolve(Float32Array.from(all.flatMap((row) => [...row])));
    },
  };
  const tokenizer = { vocabularyBytes: vocabulary, tokensByBytes: tokensByBytes(vocabulary), size: vocabulary.length };
  return { model: { reader, tokenizer } as unknown as CausalModel, reads };
}

const heal = async ({ model }: ReturnType<typeof modelOf>, piece: string[], count = 64) => {
  const { vocabularyBytes } = model.tokenizer;
  const ids = Int32Array.of(START, ...piece.map((token) => vocabularyBytes.indexOf(token)));
  const context = { ids, piece: ids.subarray(1) } as unknown as LeftContextTokens;
  const tokens = await healedFirstTokens(model, context, count, atOnce);
  return tokens.map(({ id, context, covered, logProbability }) => ({
    tokens: [...context.subarray(1), id].map((part) => vocabularyBytes[part]).join('|'),
    covered,
    probability: Math.exp(logProbability),
  }));
};

suite('tokenHealing', () => {
  test('without an unfinished piece it takes the likeliest token', async () => {
    const [first] = await heal(modelOf({ '': { ' expert': 0.7 } }), []);
    assert.deepEqual([first!.tokens, first!.covered], [' expert', 0]);
    assert.ok(Math.abs(first!.probability - 0.7) < 1e-6);
  });

  test('a whole-word token is found from the first letters of the word', async () => {
    // “ as” is likely by itself, but no token that follows it here spells “ assist”.
    const rows = { '': { ' as': 0.5, ' assistant': 0.3, ' assist': 0.01 }, ' as': { ' the': 0.99 } };
    const [first] = await heal(modelOf(rows), [' assist']);
    assert.deepEqual([first!.tokens, first!.covered], [' assistant', ' assist'.length]);
    assert.ok(first!.probability > 0.9);
  });

  test('a piece that is likelier unchanged is kept', async () => {
    const rows = { '': { ' assistant': 0.01, ' assist': 0.5 }, ' assist': { ' the': 0.9 } };
    const [first] = await heal(modelOf(rows), [' assist']);
    assert.deepEqual([first!.tokens, first!.covered], [' assist| the', 0]);
  });

  test('a tokenization is found that is not the piece’s own', async () => {
    // The piece is “ as” + “sist”; the word that the model expects is “ as” + “s” + “istant”.
    const rows = { '': { ' as': 0.9 }, ' as': { s: 0.9, sist: 0.001 }, ' as|s': { istant: 0.9 } };
    const [first] = await heal(modelOf(rows), [' as', 'sist']);
    assert.deepEqual([first!.tokens, first!.covered], [' as|s|istant', 'ist'.length]);
  });

  test('the probabilities of all tokenizations sum to 1', async () => {
    const rows = { '': { ' assistant': 0.2, ' assist': 0.2, ' as': 0.001 }, ' assist': { ant: 0.999 } };
    const tokens = await heal(modelOf(rows), [' assist']);
    assert.ok(Math.abs(tokens[0]!.probability - 0.5) < 0.02);
    assert.ok(Math.abs(tokens.reduce((sum, { probability }) => sum + probability, 0) - 1) < 0.01);
  });

  test('likeliest first, at most the requested number', async () => {
    const tokens = await heal(modelOf({ '': { ' expert': 0.5, ' the': 0.3, ' as': 0.1 } }), [], 3);
    assert.deepEqual(
      tokens.map(({ tokens }) => tokens),
      [' expert', ' the', ' as'],
    );
  });

  test('of many tokens, it takes the same as of few', async () => {
    const random = seeded(5);
    const vocabulary = Array.from({ length: 5000 }, (_, index) => `t${index}`);
    const weights = vocabulary.map(() => random() ** 4);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const probabilities = Object.fromEntries(vocabulary.map((token, index) => [token, weights[index]! / total]));
    const tokens = await heal(modelOf({ '': probabilities }, vocabulary), [], 10);
    assert.deepEqual(
      tokens.map(({ tokens }) => tokens),
      vocabulary.toSorted((a, b) => probabilities[b]! - probabilities[a]!).slice(0, 10),
    );
  });

  test('the next key needs no pass when the logits that are known are enough', async () => {
    const healed = modelOf({ '': { ' as': 0.001, ' assistant': 0.98 }, ' as': { s: 0.9 } });
    await heal(healed, [' as', 's']);
    const { length } = healed.reads;
    assert.equal((await heal(healed, [' assist']))[0]!.tokens, ' assistant');
    assert.equal(healed.reads.length, length);
  });

  test('the search ends after a few passes, and what it has not looked at counts against what it found', async () => {
    const healed = modelOf({ '': { abcd: 0.01 } }, ['a', 'b', 'c', 'ab', 'bc', 'abcd']);
    const tokens = await heal(healed, ['a', 'b', 'c']);
    assert.equal(healed.reads.length, 3);
    assert.equal(tokens[0]!.tokens, 'abcd');
    assert.ok(tokens[0]!.probability < 0.3);
  });

  test('compares probabilities that underflow a float', async () => {
    const tiny = { ' expert': 1e-300, ' assistant': 1e-320 };
    const [first] = await heal(modelOf({ '': tiny, ' expert': { ' the': 0.9 } }), [' expert']);
    assert.equal(first!.tokens, ' expert| the');
    assert.ok(first!.probability > 0.8 && first!.probability <= 1);
  });

  test('logits that are no numbers are an error', async () => {
    const row = Object.fromEntries(VOCABULARY.map((token) => [token, NaN]));
    await assert.rejects(heal(modelOf({ '': row }), []), /weights are damaged/);
  });
});
