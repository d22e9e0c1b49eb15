import assert from 'node:assert/strict';
import {
  selectMap,
  largest,
  maxPooled,
  rowSum,
  strongest,
  unstack,
  weightAt,
} from '../../src/core/attention/attentionMap';
import { displayedMapOf, unitAt, unitsIn, type AttendedTokens } from '../../src/core/attention/displayedMap';
import { sinkShares, sinksOf, withoutSinks } from '../../src/core/attention/attentionSinks';
import { mapCsv, mapData } from '../../src/core/attention/mapExport';
import { samePlaces, summaryOf, thumbnailOf, thumbnailSide } from '../../src/core/attention/headSummary';
import { mapFor } from '../../src/core/attention/attentionSelection';
import { rollout } from '../../src/core/attention/rollout';
import { mergeWords, wordsOf } from '../../src/core/text/words';
import { seeded } from '../helpers/random';

// Two heads over two tokens: weights [2, 2, 2].
const layer = Float32Array.of(1, 0, 0.25, 0.75, 0, 1, 0.75, 0.25);
const heads = unstack(layer, 2);

/** The plain product, to check with. */
async function product(a: Float32Array, b: Float32Array, size: number): Promise<Float32Array> {
  return a.map((_, cell) => {
    const [row, column] = [Math.floor(cell / size), cell % size];
    let sum = 0;
    for (let inner = 0; inner < size; inner++) sum += a[row * size + inner]! * b[inner * size + column]!;
    return sum;
  });
}

/** A map whose rows sum to 1. */
function randomMap(size: number, seed: number): { size: number; weights: Float32Array } {
  const next = seeded(seed);
  const weights = Float32Array.from({ length: size * size }, () => next());
  for (let row = 0; row < size; row++) {
    const of = weights.subarray(row * size, (row + 1) * size);
    const sum = of.reduce((total, weight) => total + weight, 0);
    of.forEach((weight, column) => (of[column] = weight / sum));
  }
  return { size, weights };
}

function near(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) < 1e-6, `${actual} is not ${expected}`);
}

suite('attention', () => {
  suite('maps', () => {
    test('one head', () => assert.deepEqual([...selectMap(heads, 1)], [0, 1, 0.75, 0.25]));
    test('mean of heads', () => assert.deepEqual([...selectMap(heads, 'mean')], [0.5, 0.5, 0.5, 0.5]));
    test('largest of heads', () => assert.deepEqual([...selectMap(heads, 'max')], [1, 1, 0.75, 0.75]));

    test('rows and columns', () => {
      const map = { size: 2, weights: heads[0]! };
      assert.equal(weightAt(map, 1, 0), 0.25);
      assert.equal(rowSum(map, 1), 1);
      assert.equal(largest(map.weights), 1);
      assert.deepEqual(strongest(map, 1, 2), [1, 0]);
      assert.deepEqual(strongest(map, 0, 2), [0], 'what is not looked at is not among the strongest');
    });

    test('pooling keeps a lone spike', () => {
      const weights = new Float32Array(49);
      weights[5 * 7 + 6] = 0.9;
      const { size, weights: pooled } = maxPooled({ size: 7, weights }, 3);
      assert.equal(size, 3);
      assert.deepEqual([...pooled], [0, 0, 0, 0, 0, Math.fround(0.9), 0, 0, 0]);
    });

    test('heads of one layer, or layers of one kind of head', async () => {
      const layers = [heads, heads.toReversed()];
      assert.deepEqual([...(await mapFor([heads], 1, 0, 2, product))], [1, 0, 0.25, 0.75]);
      assert.deepEqual([...(await mapFor(layers, 'mean', 0, 2, product))], [0.5, 0.5, 0.5, 0.5]);
      assert.deepEqual([...(await mapFor(layers, 'max', 'mean', 2, product))], [0.5, 0.5, 0.5, 0.5]);
    });
  });

  suite('rollout', () => {
    test('of one layer is half the token itself', async () => {
      const flow = await rollout([Float32Array.of(1, 0, 0.5, 0.5)], 2, product);
      assert.deepEqual([...flow], [1, 0, 0.25, 0.75]);
    });

    test('goes from the last layer to the input, and its rows sum to 1', async () => {
      const [first, second] = [randomMap(9, 1), randomMap(9, 2)];
      const flow = await rollout([first.weights, second.weights], 9, product);
      const residual = ({ weights }: { weights: Float32Array }) =>
        weights.map((weight, cell) => weight / 2 + (Math.floor(cell / 9) === cell % 9 ? 0.5 : 0));
      const expected = await product(residual(second), residual(first), 9);
      flow.forEach((weight, cell) => near(weight, expected[cell]!));
      for (let row = 0; row < 9; row++) near(rowSum({ size: 9, weights: flow }, row), 1);
    });
  });

  suite('sinks', () => {
    test('are special tokens, and the first token of a causal model', () => {
      assert.deepEqual(sinksOf([-1, 0, 4, -1], 'masked'), [true, false, false, true]);
      assert.deepEqual(sinksOf([0, 4], 'causal'), [true, false]);
    });

    test('hidden, the other weights are scaled to the sum that the row had', () => {
      const map = { size: 3, weights: Float32Array.of(1, 0, 0, 0.5, 0.25, 0.25, 0.8, 0, 0.2) };
      const sinks = [true, false, false];
      assert.deepEqual([...sinkShares(map, sinks)], [1, 0.5, Math.fround(0.8)]);
      const { size, weights } = withoutSinks(map, sinks);
      assert.equal(size, 2);
      [0.5, 0.5, 0, 1].forEach((weight, cell) => near(weights[cell]!, weight));
    });

    test('rows that are no distributions keep their weights, and their share is still one of the whole', () => {
      const map = { size: 2, weights: Float32Array.of(0.9, 0.9, 0.9, 0.3) };
      assert.deepEqual([...withoutSinks(map, [true, false]).weights], [Math.fround(0.3)]);
      near(sinkShares(map, [true, false])[1]!, 0.75);
    });

    test('a token that looks at sinks alone has nothing left', () => {
      const map = { size: 2, weights: Float32Array.of(1, 0, 1, 0) };
      assert.deepEqual([...withoutSinks(map, [true, false]).weights], [0]);
    });
  });

  suite('words', () => {
    test('are runs of letters and runs of signs; special tokens stay alone', () => {
      const pieces = ['[CLS]', 'ref', 'und', 's', ',', ' don', "'", 't', ' (', '"', '\n', '\n', '[SEP]'];
      const starts = [-1, 0, 3, 6, 7, 8, 12, 13, 14, 16, 17, 18, -1];
      const ends = [-1, 3, 6, 7, 8, 12, 13, 14, 16, 17, 18, 19, -1];
      const words = wordsOf(pieces, starts, ends).map((tokens) => tokens.map((token) => pieces[token]).join(''));
      assert.deepEqual(words, ['[CLS]', 'refunds', ',', " don't", ' ("', '\n', '\n', '[SEP]']);
    });

    test('of scripts without spaces are cut where words begin; tokens of one character stay together', () => {
      const pieces = [...'今天天气很好', '。', '😀', '😀', '😀'];
      const starts = [0, 1, 2, 3, 4, 5, 6, 7, 7, 7];
      const ends = [1, 2, 3, 4, 5, 6, 7, 9, 9, 9];
      const words = wordsOf(pieces, starts, ends);
      assert.deepEqual(words.at(-1), [6, 7, 8, 9]);
      assert.ok(words.length > 3 && words.length < 8, JSON.stringify(words));
      assert.deepEqual(words.flat(), [...pieces.keys()]);
    });

    test('tokens with a gap between them are different words', () => {
      assert.deepEqual(wordsOf(['a', 'b'], [0, 2], [1, 3]), [[0], [1]]);
    });

    test('merged: the sum over what is looked at, the mean over what looks; rows still sum to 1', () => {
      const map = randomMap(6, 3);
      const words = [[0], [1, 2, 3], [4, 5]];
      const merged = mergeWords(map, words);
      for (let row = 0; row < 3; row++) near(rowSum(merged, row), 1);
      const expected = [4, 5].flatMap((row) => [1, 2, 3].map((column) => weightAt(map, row, column)));
      near(weightAt(merged, 2, 1), expected.reduce((sum, weight) => sum + weight, 0) / 2);
    });
  });

  suite('planes', () => {
    const tokens: AttendedTokens = {
      task: 'masked',
      pieces: ['[CLS]', 'ref', 'und', 'now', '[SEP]'],
      starts: Int32Array.of(-1, 0, 3, 7, -1),
      ends: Int32Array.of(-1, 3, 6, 10, -1),
      generated: 0,
    };
    const map = randomMap(5, 4);

    test('sinks are dropped before words are merged, and their share is told for what remains', () => {
      const plane = displayedMapOf(map, tokens, { words: true, hideSinks: true });
      assert.deepEqual(plane.labels, ['refund', 'now']);
      assert.deepEqual([...plane.starts], [0, 7]);
      assert.deepEqual([...plane.ends], [6, 10]);
      assert.deepEqual(plane.sinkLabels, ['[CLS]', '[SEP]']);
      for (let row = 0; row < 2; row++) near(rowSum(plane.map, row), 1);
      near(plane.sinkShare[1]!, weightAt(map, 3, 0) + weightAt(map, 3, 4));
    });

    test('as they are: the very weights', () => {
      const plane = displayedMapOf(map, tokens, { words: false, hideSinks: false });
      assert.equal(plane.map, map);
      assert.deepEqual(plane.labels, tokens.pieces);
    });

    test('a caret belongs to the unit that it follows or stands in', () => {
      const plane = displayedMapOf(map, tokens, { words: false, hideSinks: false });
      assert.deepEqual(
        [0, 1, 3, 4, 6, 7, 8, 99].map((caret) => unitAt(plane, caret)),
        [1, 1, 1, 2, 2, 2, 3, 3],
      );
      assert.deepEqual(unitsIn(plane, 2, 8), [1, 2, 3]);
      assert.deepEqual(unitsIn(plane, 6, 7), []);
    });

    test('CSV quotes what needs it, and holds every exact weight', () => {
      const quoted = { ...tokens, pieces: ['[CLS]', 'a"b', 'c,d', 'e\nf', '[SEP]'] };
      const csv = mapCsv(displayedMapOf(map, quoted, { words: false, hideSinks: false }));
      const lines = csv.split('\r\n');
      assert.equal(lines[0], ',"[CLS]","a""b","c,d","e\nf","[SEP]"');
      assert.equal(lines.length, 7);
      const weights = Float32Array.from(lines[2]!.replace('"a""b",', '').split(','), Number);
      assert.deepEqual(weights, map.weights.slice(5, 10));
    });

    test('JSON has spans, and none where a token has no place in the text', () => {
      const data = mapData(displayedMapOf(map, tokens, { words: false, hideSinks: false })) as {
        tokens: { text: string; span: number[] | null }[];
        weights: number[][];
      };
      assert.deepEqual(data.tokens[0], { text: '[CLS]', span: null });
      assert.deepEqual(data.tokens[3], { text: 'now', span: [7, 10] });
      assert.deepEqual(Float32Array.from(data.weights[4]!), map.weights.slice(20));
    });
  });

  suite('what a head does', () => {
    /** The head that looks where `look` says, over tokens a b c a b. */
    const summary = (look: (row: number) => number) => {
      const size = 5;
      const weights = new Float32Array(size * size);
      for (let row = 0; row < size; row++) weights[row * size + look(row)] = 1;
      const company = { sinks: [true, false, false, false, false], same: samePlaces([7, 8, 9, 7, 8]) };
      return summaryOf({ size, weights }, company);
    };

    test('looks at the token before', () => {
      const { previous, next, entropy } = summary((row) => Math.max(0, row - 1));
      assert.deepEqual([previous, next, entropy], [1, 0, 0]);
    });

    test('looks at the token after', () => assert.equal(summary((row) => Math.min(4, row + 1)).next, 1));
    test('rests on the sink', () => assert.equal(summary(() => 0).sink, 1));

    test('looks at the other place of the same token, for those that have one', () => {
      const { same, induction } = summary((row) => [3, 4, 2, 0, 1][row]!);
      assert.deepEqual([same, induction], [1, 0]);
    });

    test('looks at what came after the same token before', () => {
      assert.equal(summary((row) => [0, 0, 0, 1, 2][row]!).induction, 1);
    });

    test('spreads evenly: log2 of the size', () => {
      const weights = new Float32Array(64).fill(1 / 8);
      const company = { sinks: new Array<boolean>(8).fill(false), same: samePlaces([1, 2, 3, 4, 5, 6, 7, 8]) };
      const { entropy, same } = summaryOf({ size: 8, weights }, company);
      assert.deepEqual([entropy, same], [3, 0]);
    });

    test('its thumbnail is no larger than asked for', () => {
      assert.deepEqual([thumbnailSide(60, 64), thumbnailSide(65, 64), thumbnailSide(512, 64)], [60, 33, 64]);
      assert.deepEqual(
        [...thumbnailOf({ size: 2, weights: Float32Array.of(1, 0, 0.25, 0.75) }, 64)],
        [255, 0, 128, 221],
      );
    });
  });
});
