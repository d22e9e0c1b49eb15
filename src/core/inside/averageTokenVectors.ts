import { vectorAt, type VectorTable } from './vectorSimilarity';

/** Averages the vectors of each unit [units, width]. */
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
