import assert from 'node:assert/strict';
import { largest, rowSum, strongest, unstack, weightAt } from '../../src/core/attention/attentionMap';
import { maxPooled } from '../../src/core/attention/maxPoolMap';
import { displayedMapOf, type TokensOfMap } from '../../src/core/attention/displayedMap';
import { rowShownAt, unitAt, unitsIn } from '../../src/core/attention/mapRowsOfCaretAndSelection';
import { sinkShares } from '../../src/core/attention/attentionSinkShare';
import { assumedSinks, rowsToSearch, SinkSearch } from '../../src/core/attention/markAttentionSinks';
import { withoutSinks } from '../../src/core/attention/hideAttentionSinks';
import { mapCsv, mapData } from '../../src/features/attention/attentionCsvAndJson';
import { otherOccurrences, summaryOf } from '../../src/core/attention/headSummary';
import { thumbnailOf, thumbnailSide } from '../../src/core/attention/shrinkMapToThumbnail';
import { mapFor, selectMap } from '../../src/core/attention/combineLayersAndHeads';
import { rollout } from '../../src/core/attention/attentionRollout';
import { mergeWords } from '../../src/core/attention/wordAttentionFromTokens';
import { wordsOf } from '../../src/core/text/groupTokensIntoWords';
import { seeded } from '../helpers/random';

// Weights of two heads over two tokens [2, 2, 2].
const layer = Float32Array.of(1, 0, 0.25, 0.75, 0, 1, 0.75, 0.25);
const heads = unstack(layer, 2);

/** A straightforward matrix product as reference. */
async function product(a: Float32Array, b: Float32Array, size: number): Promise<Float32Array> {
  return a.map((_, cell) => {
    const [row, column] = [Math.floor(cell / size), cell % size];
    let sum = 0;
    for (let inner = 0; inner < size; inner++) sum += a[row * size + inner]! * b[inner * size + column]!;
    return sum;
  });
}

/** A random map whose rows sum to 1. */
function randomMap(size: number, seed: number): { size: number; weights: Float32Array } {
  const next = seeded(seed);
  const weights = Float32Array.from({ length: size * size }, () => next());
  for (let row = 0; row < size; row++) {
    const rowWeights = weights.subarray(row * size, (row + 1) * size);
    const sum = rowWeights.reduce((total, weight) => total + weight, 0);
    rowWeights.forEach((weight, column) => (rowWeights[column] = weight / sum));
  }
  return { size, weights };
}

function near(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) < 1e-6, `${actual} is not ${expected}`);
}

suite('attention', () => {
  suite('maps', () => {
    test('select one head', () => assert.deepEqual([...selectMap(heads, 1)], [0, 1, 0.75, 0.25]));
    test('select the mean of heads', () => assert.deepEqual([...selectMap(heads, 'mean')], [0.5, 0.5, 0.5, 0.5]));
    test('select the maximum of heads', () => assert.deepEqual([...selectMap(heads, 'max')], [1, 1, 0.75, 0.75]));

    test('give the weights of rows and columns', () => {
      const map = { size: 2, weights: heads[0]! };
      assert.equal(weightAt(map, 1, 0), 0.25);
      assert.equal(rowSum(map, 1), 1);
      assert.equal(largest(map.weights), 1);
      assert.deepEqual(strongest(map, 1, 2), [1, 0]);
      assert.deepEqual(strongest(map, 0, 2), [0], 'a column of weight 0 is not among the strongest');
    });

    test('keep a single large weight when pooled', () => {
      const weights = new Float32Array(49);
      weights[5 * 7 + 6] = 0.9;
      const { size, weights: pooled } = maxPooled({ size: 7, weights }, 3);
      assert.equal(size, 3);
      assert.deepEqual([...pooled], [0, 0, 0, 0, 0, Math.fround(0.9), 0, 0, 0]);
    });

    test('are read for one layer, or aggregated over all layers', async () => {
      const layers = [heads, heads.toReversed()];
      assert.deepEqual([...(await mapFor([heads], 1, 0, 2, product))], [1, 0, 0.25, 0.75]);
      assert.deepEqual([...(await mapFor(layers, 'mean', 0, 2, product))], [0.5, 0.5, 0.5, 0.5]);
      assert.deepEqual([...(await mapFor(layers, 'max', 'mean', 2, product))], [0.5, 0.5, 0.5, 0.5]);
    });
  });

  suite('rollout', () => {
    test('through one layer gives half of the weight to the token itself', async () => {
      const flow = await rollout([Float32Array.of(1, 0, 0.5, 0.5)], 2, product);
      assert.deepEqual([...flow], [1, 0, 0.25, 0.75]);
    });

    test('multiplies the layers from the last to the first, and its rows sum to 1', async () => {
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
    /** The sinks of a model whose heads are `weightOf`, in rows of 64 tokens. */
    const sinksOf = (isCausal: boolean, ...heads: ((row: number, column: number) => number)[]) => {
      const size = 64;
      const rows = rowsToSearch(size);
      const search = new SinkSearch(size, rows, isCausal);
      for (const weightOf of heads) {
        const weights = new Float32Array(rows.length * size);
        rows.forEach((row, index) => {
          const line = weights.subarray(index * size, (index + 1) * size);
          const visible = isCausal ? row + 1 : size;
          for (let column = 0; column < visible; column++) line[column] = weightOf(row, column);
          const sum = line.reduce((total, weight) => total + weight, 0);
          line.forEach((weight, column) => (line[column] = weight / sum));
        });
        search.add(weights);
      }
      return search.sinks;
    };
    const even = () => 1;
    const previous = (row: number, column: number) => (column === Math.max(0, row - 1) ? 1 : 1e-3);
    const drawnTo = (token: number) => (_row: number, column: number) => (column === token ? 20 : 1);

    test('are the tokens that draw weight from far tokens, wherever they stand', () => {
      assert.deepEqual(sinksOf(true, drawnTo(0), drawnTo(20)), [0, 20]);
      assert.deepEqual(sinksOf(false, even, drawnTo(63)), [63]);
    });

    test('are none where heads spread weight evenly or look nearby', () =>
      assert.deepEqual(sinksOf(true, even, previous), []));

    test('are none where one head of many is drawn', () =>
      assert.deepEqual(sinksOf(true, ...new Array<typeof even>(12).fill(even), drawnTo(5)), []));

    test('are searched in few rows of a long text, up to the last one', () => {
      assert.deepEqual([...rowsToSearch(3)], [0, 1, 2]);
      const rows = rowsToSearch(1_000);
      assert.deepEqual([rows.length, rows.at(-1)], [64, 999]);
    });

    test('are assumed in texts too short to tell: special tokens, and the first token of a causal model', () => {
      assert.equal(new SinkSearch(10, rowsToSearch(10), true).sinks, undefined);
      assert.deepEqual(assumedSinks([-1, 0, 4, -1], 'masked'), [0, 3]);
      assert.deepEqual(assumedSinks([0, 4], 'causal'), [0]);
    });

    test('when hidden, the other weights of a row are scaled to sum to 1', () => {
      const map = { size: 3, weights: Float32Array.of(1, 0, 0, 0.5, 0.25, 0.25, 0.8, 0, 0.2) };
      const sinks = [0];
      assert.deepEqual([...sinkShares(map, sinks)], [1, 0.5, Math.fround(0.8)]);
      const { size, weights } = withoutSinks(map, sinks);
      assert.equal(size, 2);
      [0.5, 0.5, 0, 1].forEach((weight, cell) => near(weights[cell]!, weight));
    });

    test('rows that do not sum to 1 keep their weights, and their sink share is relative to their sum', () => {
      const map = { size: 2, weights: Float32Array.of(0.9, 0.9, 0.9, 0.3) };
      assert.deepEqual([...withoutSinks(map, [0]).weights], [Math.fround(0.3)]);
      near(sinkShares(map, [0])[1]!, 0.75);
    });

    test('a token that attends only to sinks has no weight left', () => {
      const map = { size: 2, weights: Float32Array.of(1, 0, 1, 0) };
      assert.deepEqual([...withoutSinks(map, [0]).weights], [0]);
    });
  });

  suite('words', () => {
    test('are runs of letters and runs of punctuation; special tokens stay separate', () => {
      const pieces = ['[CLS]', 'ref', 'und', 's', ',', ' don', "'", 't', ' (', '"', '\n', '\n', '[SEP]'];
      const starts = [-1, 0, 3, 6, 7, 8, 12, 13, 14, 16, 17, 18, -1];
      const ends = [-1, 3, 6, 7, 8, 12, 13, 14, 16, 17, 18, 19, -1];
      const words = wordsOf(pieces, starts, ends).map((tokens) => tokens.map((token) => pieces[token]).join(''));
      assert.deepEqual(words, ['[CLS]', 'refunds', ',', " don't", ' ("', '\n', '\n', '[SEP]']);
    });

    test('in scripts without spaces begin where the segmenter says; tokens of one character stay together', () => {
      const pieces = [...'今天天气很好', '。', '😀', '😀', '😀'];
      const starts = [0, 1, 2, 3, 4, 5, 6, 7, 7, 7];
      const ends = [1, 2, 3, 4, 5, 6, 7, 9, 9, 9];
      const words = wordsOf(pieces, starts, ends);
      assert.deepEqual(words.at(-1), [6, 7, 8, 9]);
      assert.ok(words.length > 3 && words.length < 8, JSON.stringify(words));
      assert.deepEqual(words.flat(), [...pieces.keys()]);
    });

    test('end where there is a gap between tokens', () => {
      assert.deepEqual(wordsOf(['a', 'b'], [0, 2], [1, 3]), [[0], [1]]);
    });

    test('merge maps by sums over columns and means over rows, whose sums stay 1', () => {
      const map = randomMap(6, 3);
      const words = [[0], [1, 2, 3], [4, 5]];
      const merged = mergeWords(map, words);
      for (let row = 0; row < 3; row++) near(rowSum(merged, row), 1);
      const expected = [4, 5].flatMap((row) => [1, 2, 3].map((column) => weightAt(map, row, column)));
      near(weightAt(merged, 2, 1), expected.reduce((sum, weight) => sum + weight, 0) / 2);
    });
  });

  suite('displayed maps', () => {
    const tokens: TokensOfMap = {
      task: 'masked',
      pieces: ['[CLS]', 'ref', 'und', 'now', '[SEP]'],
      starts: Int32Array.of(-1, 0, 3, 7, -1),
      ends: Int32Array.of(-1, 3, 6, 10, -1),
      generated: 0,
      sinks: [0, 4],
    };
    const map = randomMap(5, 4);

    test('drop sinks before merging words, and report the sink share of each word', () => {
      const displayed = displayedMapOf(map, tokens, { words: true, hideSinks: true });
      assert.deepEqual(displayed.labels, ['refund', 'now']);
      assert.deepEqual([...displayed.starts], [0, 7]);
      assert.deepEqual([...displayed.ends], [6, 10]);
      assert.deepEqual(displayed.sinkLabels, ['[CLS]', '[SEP]']);
      for (let row = 0; row < 2; row++) near(rowSum(displayed.map, row), 1);
      near(displayed.sinkShare[1]!, weightAt(map, 3, 0) + weightAt(map, 3, 4));
    });

    test('without options are the original weights', () => {
      const displayed = displayedMapOf(map, tokens, { words: false, hideSinks: false });
      assert.equal(displayed.map, map);
      assert.deepEqual(displayed.labels, tokens.pieces);
    });

    test('assign a caret to the unit that it is in or behind', () => {
      const displayed = displayedMapOf(map, tokens, { words: false, hideSinks: false });
      assert.deepEqual(
        [0, 1, 3, 4, 6, 7, 8, 99].map((caret) => unitAt(displayed, caret)),
        [1, 1, 1, 2, 2, 2, 3, 3],
      );
      assert.deepEqual(unitsIn(displayed, 2, 8), [1, 2, 3]);
      assert.deepEqual(unitsIn(displayed, 6, 7), []);
    });

    test('show the last row where the caret’s looks at nothing but itself', () => {
      const starts = Int32Array.of(0, 2, 4);
      const weights = Float32Array.of(1, 0, 0, 0.5, 0.5, 0, 0.2, 0.3, 0.5);
      const rows = [0, 2, 3, 4, 5].map((caret) => rowShownAt({ map: { size: 3, weights }, starts }, caret));
      assert.deepEqual(rows, [2, 2, 1, 1, 2]);
      const both = Float32Array.of(0.9, 0.1, 0.5, 0.5);
      assert.equal(rowShownAt({ map: { size: 2, weights: both }, starts: Int32Array.of(0, 2) }, 0), 0);
      const none = { map: { size: 0, weights: new Float32Array(0) }, starts: new Int32Array(0) };
      assert.equal(rowShownAt(none, 0), -1);
    });

    test('as CSV quote labels and keep exact weights', () => {
      const quoted = { ...tokens, pieces: ['[CLS]', 'a"b', 'c,d', 'e\nf', '[SEP]'] };
      const csv = mapCsv(displayedMapOf(map, quoted, { words: false, hideSinks: false }));
      const lines = csv.split('\r\n');
      assert.equal(lines[0], ',"[CLS]","a""b","c,d","e\nf","[SEP]"');
      assert.equal(lines.length, 7);
      const weights = Float32Array.from(lines[2]!.replace('"a""b",', '').split(','), Number);
      assert.deepEqual(weights, map.weights.slice(5, 10));
    });

    test('as JSON have spans, null for special tokens', () => {
      const data = mapData(displayedMapOf(map, tokens, { words: false, hideSinks: false })) as {
        tokens: { text: string; span: number[] | null }[];
        weights: number[][];
      };
      assert.deepEqual(data.tokens[0], { text: '[CLS]', span: null });
      assert.deepEqual(data.tokens[3], { text: 'now', span: [7, 10] });
      assert.deepEqual(Float32Array.from(data.weights[4]!), map.weights.slice(20));
    });
  });

  suite('head summaries', () => {
    /** Summary of a head over the tokens a b c a b in which each row attends to one column. */
    const summary = (columnOf: (row: number) => number) => {
      const size = 5;
      const weights = new Float32Array(size * size);
      for (let row = 0; row < size; row++) weights[row * size + columnOf(row)] = 1;
      const headContext = { sinks: [0], sameToken: otherOccurrences([7, 8, 9, 7, 8]) };
      return summaryOf({ size, weights }, headContext);
    };

    test('measure attention to the preceding token', () => {
      const { previous, next, entropy } = summary((row) => Math.max(0, row - 1));
      assert.deepEqual([previous, next, entropy], [1, 0, 0]);
    });

    test('measure attention to the following token', () =>
      assert.equal(summary((row) => Math.min(4, row + 1)).next, 1));
    test('measure attention to sinks', () => assert.equal(summary(() => 0).sink, 1));

    test('measure attention to other occurrences of the same token, where there are any', () => {
      const { same, induction } = summary((row) => [3, 4, 2, 0, 1][row]!);
      assert.deepEqual([same, induction], [1, 0]);
    });

    test('measure induction: attention to what followed an earlier occurrence', () => {
      assert.equal(summary((row) => [0, 0, 0, 1, 2][row]!).induction, 1);
    });

    test('give log2(size) as the entropy of an even spread', () => {
      const weights = new Float32Array(64).fill(1 / 8);
      const headContext = {
        sinks: [],
        sameToken: otherOccurrences([1, 2, 3, 4, 5, 6, 7, 8]),
      };
      const { entropy, same } = summaryOf({ size: 8, weights }, headContext);
      assert.deepEqual([entropy, same], [3, 0]);
    });

    test('come with thumbnails no larger than requested', () => {
      assert.deepEqual([thumbnailSide(60), thumbnailSide(65), thumbnailSide(512)], [60, 33, 64]);
      assert.deepEqual([...thumbnailOf({ size: 2, weights: Float32Array.of(1, 0, 0.25, 0.75) })], [255, 0, 128, 221]);
    });
  });
});
