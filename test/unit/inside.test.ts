import assert from 'node:assert/strict';
import { positionSimilarityByDistance } from '../../src/core/inside/positionSimilarityByDistance';
import { candidateCount, samplingProbabilities } from '../../src/core/completion/temperatureTopKAndTopP';
import { entropyOf } from '../../src/core/completion/entropyInBits';
import { unitsOf } from '../../src/core/text/compareByTokenWordOrSentence';

suite('sampling', () => {
  const logs = [0.5, 0.25, 0.15, 0.1].map(Math.log);
  const near = (actual: ArrayLike<number>, expected: readonly number[]) =>
    expected.forEach((value, index) =>
      assert.ok(Math.abs(actual[index]! - value) < 1e-6, `${index}: ${actual[index]}`),
    );

  test('at temperature 1 without limits keeps the distribution', () =>
    near(samplingProbabilities(logs, { temperature: 1, topK: Infinity, topP: 1 }), [0.5, 0.25, 0.15, 0.1]));
  test('at temperature 0 always picks the likeliest token', () =>
    near(samplingProbabilities(logs, { temperature: 0, topK: 4, topP: 1 }), [1, 0, 0, 0]));
  test('cuts the tail by top-k and top-p', () => {
    near(samplingProbabilities(logs, { temperature: 1, topK: 2, topP: 1 }), [2 / 3, 1 / 3, 0, 0]);
    assert.equal(candidateCount(logs, { temperature: 1, topK: 4, topP: 0.76 }), 3);
    assert.equal(candidateCount(logs, { temperature: 1, topK: 4, topP: 0 }), 1);
  });
  test('is sharper at a low temperature and flatter at a high one', () => {
    const sum = [0.5, 0.25, 0.15, 0.1].map((p) => p ** 2).reduce((a, b) => a + b);
    near(samplingProbabilities(logs, { temperature: 0.5, topK: 4, topP: 1 }), [
      0.25 / sum,
      0.0625 / sum,
      0.0225 / sum,
      0.01 / sum,
    ]);
    const bits = (temperature: number) => entropyOf(samplingProbabilities(logs, { temperature, topK: 4, topP: 1 }));
    assert.ok(bits(0.5) < bits(1) && bits(1) < bits(2));
  });
  test('between four equal tokens has an entropy of 2 bits', () =>
    near([entropyOf(new Float32Array(4).fill(0.25))], [2]));
});

suite('units', () => {
  const text = ' Go home. It is late.';
  const words = [' Go', ' home', '.', ' It', ' is', ' la', 'te', '.'];
  let end = 0;
  const spans = words.map((word) => ({ start: end, end: (end += word.length) }));
  const attended = {
    task: 'masked' as const,
    pieces: ['[CLS]', ...words],
    starts: Int32Array.of(-1, ...spans.map((span) => span.start)),
    ends: Int32Array.of(-1, ...spans.map((span) => span.end)),
    generated: 0,
  };

  test('can be single tokens, special tokens included', () => {
    assert.deepEqual(unitsOf(attended, text, 'token').labels, attended.pieces);
  });
  test('can be words', () => {
    const { labels, tokens } = unitsOf(attended, text, 'word');
    assert.deepEqual(labels, ['[CLS]', ' Go', ' home', '.', ' It', ' is', ' late', '.']);
    assert.deepEqual(tokens[6], [6, 7]);
  });
  test('can be sentences, without special tokens', () => {
    const { labels, tokens, starts, ends } = unitsOf(attended, text, 'sentence');
    assert.deepEqual(labels, [' Go home.', ' It is late.']);
    assert.deepEqual(tokens, [
      [1, 2, 3],
      [4, 5, 6, 7, 8],
    ]);
    assert.deepEqual([...starts, ...ends], [0, 9, 9, text.length]);
  });
});

suite('similarity of positions by distance', () => {
  test('learned: the mean cosine of vectors at that distance', () => {
    const values = Float32Array.of(1, 0, 0, 2, 3, 0);
    assert.deepEqual([...positionSimilarityByDistance({ kind: 'learned', count: 3, width: 2, values })], [1, 0, 1]);
  });
  test('rotary: the mean cosine of its angles', () => {
    const values = Float32Array.of(1, 1, 0.5, -0.5, 0, 1);
    assert.deepEqual([...positionSimilarityByDistance({ kind: 'rotary', count: 3, width: 2, values })], [1, 0, 0.5]);
  });
  test('relative: the mean over the heads, for both directions', () => {
    const values = Float32Array.of(1, 2, 3, 5, 6, 7);
    assert.deepEqual([...positionSimilarityByDistance({ kind: 'relative', count: 2, width: 3, values })], [3, 4, 5]);
  });
});
