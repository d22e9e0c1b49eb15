import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../helpers/fixtures';

const DIGEST_BYTES = 8;

/** Hexadecimal digests of the documents of a split, in the order of its file. */
function digests(split: 'train' | 'valid'): string[] {
  const bytes = readFileSync(path.join(root, 'training', 'documents', `${split}.sha256`));
  assert.equal(bytes.length % DIGEST_BYTES, 0, 'the last digest is incomplete');
  return Array.from({ length: bytes.length / DIGEST_BYTES }, (_, index) =>
    bytes.toString('hex', index * DIGEST_BYTES, (index + 1) * DIGEST_BYTES),
  );
}

suite('corpus documents', () => {
  const train = digests('train');
  const valid = digests('valid');

  test('match the counts in training/README.md', () => {
    const readme = readFileSync(path.join(root, 'training', 'README.md'), 'utf8');
    const [count, validCount] = [train, valid].map(({ length }) => length.toLocaleString('en'));
    assert.ok(readme.includes(`${count} documents are for training, ${validCount} for validation`));
  });

  test('are listed once each, in ascending order', () => {
    for (const split of [train, valid]) assert.deepEqual(split, [...new Set(split)].toSorted());
  });

  test('belong to training or validation, never both', () => {
    const training = new Set(train);
    assert.deepEqual(
      valid.filter((digest) => training.has(digest)),
      [],
    );
  });
});
