import assert from 'node:assert/strict';
import { healedFirstTokens } from '../../src/inference/generation/tokenHealing';

const VOCABULARY = [' as', ' assist', ' assistant', 'ant', 'sist', 's', ' the', ' expert'];
const id = (token: string) => VOCABULARY.indexOf(token);

/** Logits of given probabilities, the rest of the vocabulary sharing what is left. */
function expecting(probabilities: Record<string, number>): number[] {
  const given = Object.values(probabilities).reduce((sum, probability) => sum + probability, 0);
  const share = (1 - given) / (VOCABULARY.length - Object.keys(probabilities).length);
  return VOCABULARY.map((token) => Math.log(probabilities[token] ?? share));
}

function first(rows: Record<string, number>[], piece: string[]) {
  return healedFirstTokens(Float32Array.from(rows.flatMap(expecting)), Int32Array.from(piece, id), VOCABULARY, 64)[0]!;
}

suite('firstTokens', () => {
  test('between pieces it is the likeliest token', () => {
    const choice = first([{ ' expert': 0.7 }], []);
    assert.deepEqual([choice.kept, choice.id], [0, id(' expert')]);
    assert.ok(Math.abs(choice.logProbability - Math.log(0.7)) < 1e-6);
  });

  test('a word that is one token is found behind its first letters', () => {
    // “ as” is a common word of its own, but none of its continuations spells “ assist”.
    const choice = first([{ ' as': 0.5, ' assistant': 0.3, ' assist': 0.01 }, { ' the': 0.5 }], [' assist']);
    assert.deepEqual([choice.kept, choice.id], [0, id(' assistant')]);
    assert.ok(choice.logProbability > Math.log(0.95));
  });

  test('a piece that is likelier as it stands is kept', () => {
    const choice = first([{ ' assistant': 0.01, ' assist': 0.5 }, { ' the': 0.9 }], [' assist']);
    assert.deepEqual([choice.kept, choice.id], [1, id(' the')]);
  });

  test('probabilities of all readings sum to 1', () => {
    const choice = first([{ ' assistant': 0.2, ' assist': 0.2 }, { ant: 0.999 }], [' assist']);
    assert.ok(Math.abs(Math.exp(choice.logProbability) - 0.5) < 0.01);
  });

  test('likeliest first, no more than wanted', () => {
    const logits = Float32Array.from(expecting({ ' expert': 0.5, ' the': 0.3, ' as': 0.1 }));
    const tokens = healedFirstTokens(logits, new Int32Array(0), VOCABULARY, 3).map(({ id }) => VOCABULARY[id]);
    assert.deepEqual(tokens, [' expert', ' the', ' as']);
  });

  test('probabilities too small for a float are still compared', () => {
    const tiny = Float32Array.from([...VOCABULARY, ...VOCABULARY], (_, index) =>
      index < 8 ? -2000 * (index % 8) : -index,
    );
    const [token] = healedFirstTokens(tiny, Int32Array.of(id(' expert')), VOCABULARY, 1);
    assert.equal(token!.kept, 1);
    assert.ok(token!.logProbability <= 0 && token!.logProbability > -1);
  });
});
