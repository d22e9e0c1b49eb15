import { PCA } from 'ml-pca';
import { vectorAt, type VectorTable } from '../../src/core/inside/vectorSimilarity';

/** Vectors projected onto their first two principal components. */
export interface Projection {
  /** [size, 2] */
  readonly points: Float32Array;
  /** Share of the variance that each axis explains. */
  readonly explained: readonly [number, number];
  /** Number of vectors that the axes were fitted to. */
  readonly fitted: number;
}

/** Fitting takes time in the cube of this number: with more vectors it would block the page for over a second. */
const MOST_FITTED = 128;

/** Projects vectors onto their first two principal components, which are fitted to a sample when there are many. */
export function pcaProjection(table: VectorTable): Projection {
  const { size, width } = table;
  const rows = Array.from({ length: size }, (_, row) => Array.from(vectorAt(table, row)));
  const step = Math.min(size, width) > MOST_FITTED ? size / MOST_FITTED : 1;
  const sample = Array.from({ length: Math.round(size / step) }, (_, index) => rows[Math.floor(index * step)]!);
  const pca = new PCA(sample, { center: true, method: width <= sample.length ? 'covarianceMatrix' : 'SVD' });
  const scores = pca.predict(rows, { nComponents: 2 }).to2DArray();
  // Equal vectors have no variance, of which all shares are NaN.
  const [first = 0, second = 0] = pca.getExplainedVariance().map((share) => (Number.isFinite(share) ? share : 0));
  return {
    points: Float32Array.from(scores.flatMap(([x = 0, y = 0]) => [x, y])),
    explained: [first, second],
    fitted: sample.length,
  };
}
