import assert from 'node:assert/strict';
import { healedFirstTokens } from '../../src/inference/generation/tokenHealing';

const VOCABULARY = [' as', ' assist', ' assistant', 'ant', 'sist', 's', ' the', ' expert'];
const id = (token: string) => VOCABULARY.indexOf(token);

/** Logits of the given probabilities; the other tokens share the remaining probability equally. */
function logitsFor(probabilities: Record<string, number>): number[] {
  const total = Object.values(probabilities).reduce((sum, probability) => sum + probability, 0);
  const share = (1 - total) / (VOCABULARY.length - Object.keys(probabilities).length);
  return VOCABULARY.map((token) => Math.log(probabilities[token] ?? share));
}

function firstChoice(rows: Record<string, number>[], piece: string[]) {
  return healedFirstTokens(Float32Array.from(rows.flatMap(logitsFor)), Int32Array.from(piece, id), VOCABULARY, 64)[0]!;
}

suite('tokenHealing', () => {
  test('without an unfinished piece it takes the likeliest token', () => {
    const choice = firstChoice([{ ' expert': 0.7 }], []);
    assert.deepEqual([choice.kept, choice.id], [0, id(' expert')]);
    assert.ok(Math.abs(choice.logProbability - Math.log(0.7)) < 1e-6);
  });

  test('a whole-word token is found from the first letters of the word', () => {
    // “ as” is likely by itself, but no token that follows it here spells “ assist”.
    const choice = firstChoice([{ ' as': 0.5, ' assistant': 0.3, ' assist': 0.01 }, { ' the': 0.5 }], [' assist']);
    assert.deepEqual([choice.kept, choice.id], [0, id(' assistant')]);
    assert.ok(choice.logProbability > Math.log(0.95));
  });

  test('a piece that is likelier unchanged is kept', () => {
    const choice = firstChoice([{ ' assistant': 0.01, ' assist': 0.5 }, { ' the': 0.9 }], [' assist']);
    assert.deepEqual([choice.kept, choice.id], [1, id(' the')]);
  });

  test('the probabilities of all tokenizations sum to 1', () => {
    const choice = firstChoice([{ ' assistant': 0.2, ' assist': 0.2 }, { ant: 0.999 }], [' assist']);
    assert.ok(Math.abs(Math.exp(choice.logProbability) - 0.5) < 0.01);
  });

  test('likeliest first, at most the requested number', () => {
    const logits = Float32Array.from(logitsFor({ ' expert': 0.5, ' the': 0.3, ' as': 0.1 }));
    const tokens = healedFirstTokens(logits, new Int32Array(0), VOCABULARY, 3).map(({ id }) => VOCABULARY[id]);
    assert.deepEqual(tokens, [' expert', ' the', ' as']);
  });

  test('compares probabilities that underflow a float', () => {
    const tiny = Float32Array.from([...VOCABULARY, ...VOCABULARY], (_, index) =>
      index < 8 ? -2000 * (index % 8) : -index,
    );
    const [token] = healedFirstTokens(tiny, Int32Array.of(id(' expert')), VOCABULARY, 1);
    assert.equal(token!.kept, 1);
    assert.ok(token!.logProbability <= 0 && token!.logProbability > -1);
  });
});
