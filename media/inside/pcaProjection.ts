import { PCA } from 'ml-pca';
import { vectorAt, type VectorTable } from '../../src/core/inside/vectorSimilarity';

/** Vectors seen from where they differ most. */
export interface Projection {
  /** [size, 2] */
  readonly points: Float32Array;
  /** Share of all variance that each axis shows. */
  readonly shares: readonly [number, number];
  /** How many of the vectors the axes were fitted to. */
  readonly fitted: number;
}

/** With more, fitting would hold the page for a second and more: its time grows with the cube of them. */
const MOST_FITTED = 128;

/** The first two principal components; axes are fitted to evenly spread vectors when there are very many. */
export function pcaProjection(table: VectorTable): Projection {
  const { size, width } = table;
  const rows = Array.from({ length: size }, (_, row) => Array.from(vectorAt(table, row)));
  const isMany = Math.min(size, width) > MOST_FITTED;
  const step = isMany ? size / MOST_FITTED : 1;
  const sample = Array.from({ length: Math.round(size / step) }, (_, index) => rows[Math.floor(index * step)]!);
  const pca = new PCA(sample, { center: true, method: width <= sample.length ? 'covarianceMatrix' : 'SVD' });
  const scores = pca.predict(rows, { nComponents: 2 }).to2DArray();
  // Equal vectors do not differ in any direction.
  const [first = 0, second = 0] = pca.getExplainedVariance().map((share) => (Number.isFinite(share) ? share : 0));
  return {
    points: Float32Array.from(scores.flatMap(([x = 0, y = 0]) => [x, y])),
    shares: [first, second],
    fitted: sample.length,
  };
}
