import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../helpers/fixtures';

const digestBytes = 8;

/** The digests of a split's documents, in hexadecimal, in the file's order. */
function digests(split: 'train' | 'valid'): string[] {
  const bytes = readFileSync(path.join(root, 'training', 'documents', `${split}.sha256`));
  assert.equal(bytes.length % digestBytes, 0, 'a digest is cut off');
  return Array.from({ length: bytes.length / digestBytes }, (_, index) =>
    bytes.toString('hex', index * digestBytes, (index + 1) * digestBytes),
  );
}

suite('the documents of the corpus', () => {
  const train = digests('train');
  const valid = digests('valid');

  test('are as many as training/README.md says', () => {
    const readme = readFileSync(path.join(root, 'training', 'README.md'), 'utf8');
    const [count, validCount] = [train, valid].map(({ length }) => length.toLocaleString('en'));
    assert.ok(readme.includes(`${count} documents are for training, ${validCount} for validation`));
  });

  test('are listed once each, in order', () => {
    for (const split of [train, valid]) assert.deepEqual(split, [...new Set(split)].toSorted());
  });

  test('are for training or for validation, never both', () => {
    const training = new Set(train);
    assert.deepEqual(
      valid.filter((digest) => training.has(digest)),
      [],
    );
  });
});
