import type { PositionEncodings } from '../../contracts/insideRequests';
import type { LoadedModel } from '../models/loadedModel';
import type { InsideReader } from './insideReader';
import { hasRelativeBias } from './modelsWithRelativeBias';
import { rotaryAngles } from './rotaryAnglesFromConfig';

/** Most positions of learned and rotary encodings. */
const MAX_POSITIONS = 512;

/** Number of positions for relative biases; more would take seconds. */
const RELATIVE_POSITIONS = 128;

/** Reads how a model encodes positions. Throws when neither its graph nor its config.json shows it. */
export async function positionEncodings(reader: InsideReader, model: LoadedModel): Promise<PositionEncodings> {
  const { spec, tokenizer } = model;
  const values = await reader.values(model);
  const count = Math.min(spec.contextLength ?? MAX_POSITIONS, MAX_POSITIONS);
  // Equal tokens differ by their positions alone.
  const ids = (length: number) => new Int32Array(length).fill(tokenizer.encode('a').ids[0] ?? 0);

  const added = await reader.read(model, ids(count), values.added);
  const learned = added.map(({ data }) => data as Float32Array).find((data) => hasVectorPerPosition(data, count));
  if (learned) return { kind: 'learned', count, width: learned.length / count, values: learned.slice() };

  if (hasRelativeBias(model)) {
    const { products, scores } = values.layers[0]!;
    const [plain, biased] = await reader.read(model, ids(RELATIVE_POSITIONS), [products, scores]);
    return relativeBiases(plain!.data as Float32Array, biased!.data as Float32Array, RELATIVE_POSITIONS);
  }
  return rotaryAngles(model, count);
}

/** Whether the first two of `count` vectors differ, unlike token type embeddings, which are equal for all positions. */
function hasVectorPerPosition(data: Float32Array, count: number): boolean {
  const width = data.length / count;
  return width >= 1 && data.subarray(0, width).some((value, index) => value !== data[width + index]);
}

/**
 * The bias that each head adds to its scores for each distance.
 *
 * @param products of queries and keys [heads, count, count]
 * @param scores the products plus the biases [heads, count, count]
 */
function relativeBiases(products: Float32Array, scores: Float32Array, count: number): PositionEncodings {
  const heads = products.length / count ** 2;
  const width = 2 * count - 1;
  const values = Float32Array.from({ length: heads * width }, (_, index) => {
    const head = Math.floor(index / width);
    const distance = (index % width) - count + 1;
    // The first row has all distances ahead, the last row all distances back.
    const row = distance < 0 ? count - 1 : 0;
    const cell = (head * count + row) * count + row + distance;
    return scores[cell]! - products[cell]!;
  });
  return { kind: 'relative', count, width, values };
}
