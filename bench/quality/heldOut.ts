import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../test/helpers/fixtures';

const DIGESTS = path.join(root, 'training', 'documents', 'valid.sha256');
const DIGEST_BYTES = 8;

/** Whether a text is among those held out of prompt-gpt's own sources (training/digests.py). */
export function isHeldOut(text: string): boolean {
  const digest = createHash('sha256').update(text).digest().subarray(0, DIGEST_BYTES);
  const all = readFileSync(DIGESTS);
  for (let start = 0; start < all.length; start += DIGEST_BYTES) {
    if (digest.equals(all.subarray(start, start + DIGEST_BYTES))) return true;
  }
  return false;
}
