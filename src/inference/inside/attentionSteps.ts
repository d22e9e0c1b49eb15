import type { AttentionSteps, AttentionStepsRequest } from '../../contracts/insideRequests';
import { unitAt } from '../../core/attention/mapRowsOfCaretAndSelection';
import { noSuchHead, noSuchLayer } from '../attention/noSuchLayerOrHead';
import type { LayerValues } from '../models/findQueriesKeysAndValues';
import type { LoadedModel } from '../models/loadedModel';
import type { Turn } from '../requestScheduler';
import type { InsideReader } from './insideReader';
import { insideWindow } from './insideWindow';
import { hasRelativeBias } from './modelsWithRelativeBias';

/** Tensors of one layer; each is a row-major matrix per head or group of heads, one head after the other. */
type LayerTensors = Readonly<Record<Exclude<keyof LayerValues, 'input' | 'isQueryUnscaled'>, Float32Array>>;

/**
 * Reads how one row of one head's attention is computed. Throws when there is no such layer, head or row, and when the
 * graph does not expose the values.
 */
export async function attentionSteps(
  reader: InsideReader,
  model: LoadedModel,
  request: AttentionStepsRequest,
  turn: Turn,
): Promise<AttentionSteps> {
  const { ids, tokens } = insideWindow(model, request);
  const { layers } = await reader.values(model, turn);
  const { label } = model.spec;
  const names = layers[request.layer];
  if (!names) throw new Error(noSuchLayer(label, layers.length, request.layer + 1));
  const size = ids.length;
  const row = request.row ?? Math.max(0, unitAt(tokens, request.focus));
  if (row >= size) throw new Error(`There are ${size} tokens here, so there is none to look from at ${row + 1}.`);

  const layer = await readLayer(reader, model, ids, names, turn);
  const heads = layer.weights.length / size ** 2;
  const { head } = request;
  if (head >= heads) throw new Error(noSuchHead(label, heads, head + 1));
  const width = layer.query.length / (heads * size);
  const { scale, factor } = hasRelativeBias(model) ? UNSCALED : scaling(layer, head, size, width);

  /** This row of this head in tensors [heads, size, length]. */
  const rowOf = (tensor: Float32Array, length: number) => slice(tensor, head * size + row, length);
  /** This head's matrix in a tensor [heads or groups, size, width]: consecutive heads can share keys and values. */
  const matrixOf = (tensor: Float32Array) => {
    const group = Math.floor((head * tensor.length) / (heads * width * size));
    return slice(tensor, group, width * size);
  };
  return {
    ...tokens,
    row,
    width,
    heads,
    query: rowOf(layer.query, width).map((value) => (names.isQueryUnscaled ? value : value * factor)),
    keys: transposed(matrixOf(layer.keys), size),
    values: matrixOf(layer.values).slice(),
    products: rowOf(layer.products, size).map((product) => product * factor),
    scale,
    scores: rowOf(layer.scores, size).map((score) => (isMasked(score) ? -Infinity : score)),
    weights: Float32Array.from(
      { length: heads * size },
      (_, index) => layer.weights[(Math.floor(index / size) * size + row) * size + (index % size)]!,
    ),
    headOutput: rowOf(layer.headOutput, width).slice(),
  };
}

async function readLayer(
  reader: InsideReader,
  model: LoadedModel,
  ids: Int32Array,
  { query, keys, products, scores, weights, values, headOutput }: LayerValues,
  turn: Turn,
): Promise<LayerTensors> {
  const names = { query, keys, products, scores, weights, values, headOutput };
  const tensors = await reader.read(model, ids, Object.values(names), turn);
  const entries = Object.keys(names).map((name, index) => [name, tensors[index]!.data as Float32Array]);
  return Object.fromEntries(entries) as LayerTensors;
}

function slice(values: Float32Array, index: number, length: number): Float32Array {
  return values.subarray(index * length, (index + 1) * length);
}

/** The transpose [columns, rows] of a matrix [rows, columns]. */
function transposed(matrix: Float32Array, columns: number): Float32Array {
  const rows = matrix.length / columns;
  return Float32Array.from(matrix, (_, at) => matrix[(at % rows) * columns + Math.floor(at / rows)]!);
}

/** Graphs mask a token with a score so low that its softmax is 0. */
function isMasked(score: number): boolean {
  return score < -1e9;
}

/** Models of the T5 family do not divide the products by √d. */
const UNSCALED = { scale: 1, factor: 1 };

/**
 * The scale 1/√d between products and scores, and the factor by which to multiply the graph's products first. Some
 * graphs divide the query by √d before the product: then the products already fit the scores, and the factor √d undoes
 * it.
 */
function scaling({ products, scores }: LayerTensors, head: number, size: number, width: number) {
  const scale = 1 / Math.sqrt(width);
  const headProducts = slice(products, head, size ** 2);
  const headScores = slice(scores, head, size ** 2);
  const distance = (times: number) =>
    headProducts.reduce((sum, product, index) => {
      const score = headScores[index]!;
      return isMasked(score) ? sum : sum + Math.abs(product * times - score);
    }, 0);
  return distance(1) < distance(scale) ? { scale, factor: 1 / scale } : { scale, factor: 1 };
}
