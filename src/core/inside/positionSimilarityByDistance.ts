import { normalizeVectors, similarity, vectorAt } from './vectorSimilarity';

/** Position encodings, as `Inference.positionEncodings` answers them. */
interface PositionValues {
  readonly kind: 'learned' | 'rotary' | 'relative';
  readonly count: number;
  readonly width: number;
  readonly values: Float32Array;
}

/** Maximum pairs of positions to compare per distance; the mean hardly changes with more. */
const MAX_PAIRS = 64;

/**
 * How similar two positions are to a model, by their distance.
 *
 * learned: mean cosine similarity of the position embeddings at each distance, from 0 [count].
 * rotary: mean over the rotated pairs of dimensions of the cosine of the angle for each distance, from 0 [count].
 * relative: mean over the heads of the score bias for each distance, from 1 − count [2·count − 1].
 */
export function positionSimilarityByDistance({ kind, count, width, values }: PositionValues): Float32Array {
  if (kind === 'rotary') return Float32Array.from({ length: count }, (_, row) => mean(rowOf(values, width, row)));
  if (kind === 'relative') {
    const heads = values.length / width;
    return Float32Array.from({ length: width }, (_, distance) =>
      mean(Float32Array.from({ length: heads }, (_each, head) => values[head * width + distance]!)),
    );
  }
  const table = normalizeVectors({ size: count, width, values });
  return Float32Array.from({ length: count }, (_, distance) => {
    const pairs = count - distance;
    const step = Math.max(1, Math.floor(pairs / MAX_PAIRS));
    const cosines: number[] = [];
    for (let first = 0; first < pairs; first += step)
      cosines.push(similarity(vectorAt(table, first), vectorAt(table, first + distance), 'dot'));
    return mean(cosines);
  });
}

function rowOf(values: Float32Array, width: number, row: number): Float32Array {
  return values.subarray(row * width, (row + 1) * width);
}

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += values[index]!;
  return sum / values.length;
}
