/** dot product, cosine similarity, or the dot product divided by √width, as in attention (Vaswani et al. 2017). */
export type SimilarityMeasure = 'dot' | 'cosine' | 'scaled';

/** Vectors as the rows of a matrix [size, width], row-major. */
export interface VectorTable {
  readonly size: number;
  readonly width: number;
  readonly values: Float32Array;
}

/** A table of `size` vectors from their concatenation. */
export function tableOf(size: number, values: Float32Array): VectorTable {
  return { size, width: values.length / size, values };
}

/** A vector of the table, as a view. */
export function vectorAt({ width, values }: VectorTable, row: number): Float32Array {
  return values.subarray(row * width, (row + 1) * width);
}

/** Scales all vectors to length 1, so that their dot products are cosine similarities; zero vectors stay. */
export function normalizeVectors(table: VectorTable): VectorTable {
  const values = table.values.slice();
  for (let row = 0; row < table.size; row++) {
    const vector = vectorAt({ ...table, values }, row);
    const length = lengthOf(vector);
    if (length > 0) vector.forEach((value, index) => (vector[index] = value / length));
  }
  return { ...table, values };
}

/** Compares two vectors. The cosine similarity with a zero vector is 0. */
export function similarity(a: Float32Array, b: Float32Array, measure: SimilarityMeasure): number {
  const product = dot(a, b);
  if (measure === 'scaled') return product / Math.sqrt(a.length);
  if (measure === 'dot') return product;
  const lengths = lengthOf(a) * lengthOf(b);
  return lengths > 0 ? product / lengths : 0;
}

/** Dot products of all pairs of vectors [size, size]. */
export function similarityMatrix(table: VectorTable): Float32Array {
  const { size } = table;
  const matrix = new Float32Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = row; column < size; column++) {
      const value = dot(vectorAt(table, row), vectorAt(table, column));
      matrix[row * size + column] = matrix[column * size + row] = value;
    }
  }
  return matrix;
}

function lengthOf(vector: Float32Array): number {
  return Math.sqrt(dot(vector, vector));
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += a[index]! * b[index]!;
  return sum;
}
