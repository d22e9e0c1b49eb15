/** How two vectors are compared; scaled as in attention, by √width (Vaswani et al. 2017). */
export type SimilarityMeasure = 'dot' | 'cosine' | 'scaled';

/** Vectors as rows [size, width], row-major. */
export interface VectorTable {
  readonly size: number;
  readonly width: number;
  readonly values: Float32Array;
}

/** So many vectors that lie one behind the other. */
export function tableOf(size: number, values: Float32Array): VectorTable {
  return { size, width: values.length / size, values };
}

/** One of the vectors. */
export function vectorAt({ width, values }: VectorTable, row: number): Float32Array {
  return values.subarray(row * width, (row + 1) * width);
}

/** The mean of each unit's vectors [units, width]. */
export function poolVectors(table: VectorTable, units: readonly (readonly number[])[]): VectorTable {
  const { width } = table;
  const values = new Float32Array(units.length * width);
  units.forEach((rows, unit) => {
    for (const row of rows) {
      const vector = vectorAt(table, row);
      for (let index = 0; index < width; index++) values[unit * width + index]! += vector[index]! / rows.length;
    }
  });
  return { size: units.length, width, values };
}

/** The same vectors at length 1, whose dot products are their cosines; one of length 0 stays. */
export function normalizeVectors(table: VectorTable): VectorTable {
  const values = table.values.slice();
  for (let row = 0; row < table.size; row++) {
    const vector = vectorAt({ ...table, values }, row);
    const length = lengthOf(vector);
    if (length > 0) vector.forEach((value, index) => (vector[index] = value / length));
  }
  return { ...table, values };
}

export function similarity(a: Float32Array, b: Float32Array, measure: SimilarityMeasure): number {
  const product = dot(a, b);
  if (measure === 'scaled') return product / Math.sqrt(a.length);
  if (measure === 'dot') return product;
  const lengths = lengthOf(a) * lengthOf(b);
  return lengths > 0 ? product / lengths : 0;
}

/** Dot products between all [size, size]. */
export function similarityMatrix(table: VectorTable): Float32Array {
  const { size } = table;
  const all = new Float32Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = row; column < size; column++) {
      const value = dot(vectorAt(table, row), vectorAt(table, column));
      all[row * size + column] = all[column * size + row] = value;
    }
  }
  return all;
}

function lengthOf(vector: Float32Array): number {
  return Math.sqrt(dot(vector, vector));
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += a[index]! * b[index]!;
  return sum;
}
