import { statfs } from 'node:fs/promises';
import { withFsErrors } from './fsErrors';
import { HubError } from './hubError';

/** Throws a HubError when the disk of `folder` has fewer than `needed` bytes free. */
export async function checkSpace(folder: string, needed: number): Promise<void> {
  const { bavail, blocks, bsize } = await withFsErrors(folder, () => statfs(folder));
  const free = bavail * bsize;
  // Some network and cloud file systems report no size: 0 blocks.
  if (blocks === 0 || needed <= free) return;
  throw new HubError(
    'disk',
    `There is not enough disk space for the model in ${folder}: ${inMegabytes(needed)} more are needed, and ` +
      `${inMegabytes(free)} are free. Free some space, or set LEFT_CONTEXT_MODELS to a folder on another disk.`,
  );
}

function inMegabytes(bytes: number): string {
  return `${(bytes / 1e6).toLocaleString('en', { maximumFractionDigits: bytes < 1e7 ? 1 : 0 })} MB`;
}
