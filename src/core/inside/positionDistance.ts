import { normalizeVectors, similarity, vectorAt } from './vectorSimilarity';

/** What tells positions apart; as Inference.positions answers. */
interface PositionValues {
  readonly kind: 'learned' | 'rotary' | 'relative';
  readonly count: number;
  readonly width: number;
  readonly values: Float32Array;
}

/** So many pairs of each distance are looked at: the mean hardly changes with more. */
const MOST_PAIRS = 64;

/**
 * learned: mean cosine of the vectors of positions so far apart [count]. rotary: cosine of a vector and itself turned on by so
 * many positions, mean over its pairs of numbers [count]; both from distance 0. relative: what is added to a score, mean of
 * the heads, from distance 1 − count [2·count − 1].
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
    const step = Math.max(1, Math.floor(pairs / MOST_PAIRS));
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
