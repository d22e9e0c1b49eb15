import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  normalizeVectors,
  similarityMatrix,
  similarity,
  vectorAt,
  type SimilarityMeasure,
} from '../../src/core/inside/vectorSimilarity';
import { poolVectors } from '../../src/core/inside/averageTokenVectors';
import { pcaProjection } from '../../media/inside/pcaProjection';
import { root } from '../helpers/fixtures';

/** Output of training/inside_reference.py. */
interface Reference extends Readonly<Record<'vectors' | SimilarityMeasure | 'pca' | 'shares', readonly number[]>> {
  readonly width: number;
}

const file = path.join(root, 'test', 'fixtures', 'inside', 'similarity.json');
const reference = JSON.parse(readFileSync(file, 'utf8')) as Reference;
const table = {
  size: reference.vectors.length / reference.width,
  width: reference.width,
  values: Float32Array.from(reference.vectors),
};

function near(actual: ArrayLike<number>, expected: readonly number[], what: string): void {
  assert.equal(actual.length, expected.length, what);
  expected.forEach((value, index) =>
    assert.ok(
      Math.abs(actual[index]! - value) <= 1e-4 * Math.max(1, Math.abs(value)),
      `${what} ${index}: ${actual[index]}, not ${value}`,
    ),
  );
}

suite('similarity', () => {
  for (const measure of ['dot', 'cosine', 'scaled'] as const) {
    test(`${measure} agrees with NumPy`, () => {
      const rows = Array.from({ length: table.size }, (_, row) => vectorAt(table, row));
      const own = rows.flatMap((a) => rows.map((b) => similarity(a, b, measure)));
      near(own, reference[measure], measure);
    });
  }

  test('similarityMatrix gives dot products, and cosines for normalized vectors', () => {
    near(similarityMatrix(table), reference.dot, 'dot');
    near(similarityMatrix(normalizeVectors(table)), reference.cosine, 'dot of normalized');
  });

  test('a zero vector has cosine 0 with any vector and is not normalized', () => {
    const zero = { size: 2, width: 2, values: Float32Array.of(0, 0, 3, 4) };
    assert.equal(similarity(vectorAt(zero, 0), vectorAt(zero, 1), 'cosine'), 0);
    near(normalizeVectors(zero).values, [0, 0, 0.6, 0.8], 'normalized');
  });

  test('poolVectors averages the tokens of a unit', () => {
    const tokens = { size: 3, width: 2, values: Float32Array.of(1, 2, 3, 4, 10, 20) };
    near(poolVectors(tokens, [[0, 1], [2]]).values, [2, 3, 10, 20], 'pooled');
  });

  test('the projection agrees with scikit-learn’s PCA, up to sign', () => {
    const { points, explained } = pcaProjection(table);
    near(explained, reference.shares, 'shares');
    for (const axis of [0, 1]) {
      const own = points.filter((_, index) => index % 2 === axis);
      const theirs = reference.pca.filter((_, index) => index % 2 === axis);
      const most = theirs.reduce((best, value, index) => (Math.abs(value) > Math.abs(theirs[best]!) ? index : best), 0);
      const sign = Math.sign(own[most]! * theirs[most]!);
      near(
        own.map((value) => value * sign),
        theirs,
        `axis ${axis}`,
      );
    }
  });

  test('equal vectors project to one point, with shares of variance 0 rather than NaN', () => {
    const { points, explained } = pcaProjection({ size: 4, width: 3, values: new Float32Array(12).fill(0.5) });
    assert.deepEqual(explained, [0, 0]);
    assert.ok(points.every((value) => Math.abs(value) < 1e-6));
  });

  test('a large projection is fitted to a sample of the vectors and applied to all', () => {
    const [size, width] = [400, 300];
    const values = Float32Array.from(
      { length: size * width },
      (_, index) => Math.sin(index * 0.7) + (index % width === 0 ? index / 9000 : 0),
    );
    const { points, fitted } = pcaProjection({ size, width, values });
    assert.equal(points.length, 2 * size);
    assert.equal(fitted, 128);
    assert.ok(points.every(Number.isFinite));
  });
});
