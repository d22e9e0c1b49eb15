import type { AttentionSteps, AttentionStepsRequest } from '../../contracts/inside';
import { unitAt } from '../../core/attention/displayedMap';
import type { LoadedModel } from '../models/loadedModel';
import { hasRelativeBias } from './relativeBias';
import type { InsideReader } from './insideReader';
import { insideWindow } from './insideWindow';

/** How one token's row of one head comes about. */
export async function attentionSteps(
  reader: InsideReader,
  model: LoadedModel,
  request: AttentionStepsRequest,
): Promise<AttentionSteps> {
  const { ids, tokens } = insideWindow(model, request);
  const { layers } = await reader.values(model);
  const { label } = model.spec;
  const names = layers[request.layer];
  if (!names) throw new Error(`${label} has ${layers.length} layers, so there is no layer ${request.layer + 1}.`);
  const size = ids.length;
  const row = request.row ?? Math.max(0, unitAt(tokens, request.focus));
  if (row >= size) throw new Error(`There are ${size} tokens here, so there is none to look from at ${row + 1}.`);

  const { query, keys, products, scores, weights, values, headOutput } = names;
  const tensors = await reader.read(model, ids, [query, keys, products, scores, weights, values, headOutput]);
  const [q, k, p, s, w, v, m] = tensors.map(({ data }) => data as Float32Array) as Seven;
  const heads = w.length / size ** 2;
  const { head } = request;
  if (head >= heads) throw new Error(`${label} has ${heads} heads a layer, so there is no head ${head + 1}.`);
  const width = q.length / (heads * size);
  // Heads that share keys and values stand next to each other.
  const keyGroup = Math.floor((head * k.length) / (heads * width * size));
  const valueGroup = Math.floor((head * v.length) / (heads * width * size));

  /** The row of this head in a matrix of rows for all heads. */
  const ofRow = (matrix: Float32Array, length: number) => slice(matrix, head * size + row, length);
  const square = size ** 2;
  const own = { products: slice(p, head, square), scores: slice(s, head, square) };
  const { scale, factor } = scaling(own.products, own.scores, width, hasRelativeBias(model));
  return {
    ...tokens,
    row,
    width,
    heads,
    query: ofRow(q, width).map((value) => (names.isQueryPlain ? value : value * factor)),
    keys: transposed(slice(k, keyGroup, width * size), size),
    values: slice(v, valueGroup, size * width).slice(),
    products: ofRow(p, size).map((product) => product * factor),
    scale,
    scores: ofRow(s, size).map((score) => (isHidden(score) ? -Infinity : score)),
    weights: Float32Array.from(
      { length: heads * size },
      (_, at) => w[(Math.floor(at / size) * size + row) * size + (at % size)]!,
    ),
    headOutput: ofRow(m, width).slice(),
  };
}

type Seven = [Float32Array, Float32Array, Float32Array, Float32Array, Float32Array, Float32Array, Float32Array];

function slice(values: Float32Array, index: number, length: number): Float32Array {
  return values.subarray(index * length, (index + 1) * length);
}

/** [columns, rows] of a matrix [rows, columns]. */
function transposed(matrix: Float32Array, columns: number): Float32Array {
  const rows = matrix.length / columns;
  return Float32Array.from(matrix, (_, at) => matrix[(at % rows) * columns + Math.floor(at / rows)]!);
}

/** Masks are numbers so low that the softmax makes 0 of them. */
function isHidden(score: number): boolean {
  return score < -1e9;
}

/**
 * What the softmax gets is the product divided by √d. Some graphs have divided the query by it before: what they multiply is
 * told as it was, times the factor. Models of the T5 family do not divide.
 *
 * @param products of all rows of the head, and `scores` with what the graph adds to them
 */
function scaling(products: Float32Array, scores: Float32Array, width: number, isWhole: boolean) {
  if (isWhole) return { scale: 1, factor: 1 };
  const scale = 1 / Math.sqrt(width);
  const distance = (times: number) =>
    products.reduce(
      (sum, product, at) => (isHidden(scores[at]!) ? sum : sum + Math.abs(product * times - scores[at]!)),
      0,
    );
  return distance(1) < distance(scale) ? { scale, factor: 1 / scale } : { scale, factor: 1 };
}
