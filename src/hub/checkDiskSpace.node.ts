import { lstat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { withFsErrors } from './diskErrors';
import { HubError } from './hubError';
import type { DownloadState } from './unfinishedDownloadState.node';
import { totalSize, type RepositoryFile } from './hubTypes';
import { partialPath } from './partialFile.node';

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

/** How many more bytes the missing files take on the disk. */
export async function bytesNeeded(
  folder: string,
  state: DownloadState,
  missing: readonly RepositoryFile[],
): Promise<number> {
  let bytes = totalSize(missing);
  for (const file of missing) {
    const partial = await lstat(partialPath(path.join(folder, file.path))).catch(() => undefined);
    // A partial that cannot be resumed is truncated, which frees its bytes.
    if (partial?.isFile())
      bytes -= state.isPartialOf(file.path, file.digest) ? Math.min(partial.size, file.size) : partial.size;
  }
  return bytes;
}
