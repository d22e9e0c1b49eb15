import { lstat } from 'node:fs/promises';
import path from 'node:path';
import { hashFile } from './contentHash.node';
import { withFsErrors } from './diskErrors';
import type { RepositoryFile } from './hubTypes';
import type { ProgressMeter } from './downloadProgressMeter';

/** The files to download, and where. */
interface ExpectedFiles {
  readonly files: readonly RepositoryFile[];
  readonly folder: string;
  readonly meter: ProgressMeter;
  readonly signal: AbortSignal;
}

/**
 * SHA-256 by path of the files that are in the folder under their final names and correct; they are kept, and not
 * downloaded again.
 */
export async function hashExistingFiles({ files, folder, meter, signal }: ExpectedFiles): Promise<Map<string, string>> {
  const hashes = new Map<string, string>();
  for (const file of files) {
    const target = path.join(folder, file.path);
    const stats = await lstat(target).catch(() => undefined);
    if (!stats?.isFile() || stats.size !== file.size) continue;
    meter.startFile(file.path);
    let bytesRead = 0;
    const onBytes = (count: number) => {
      bytesRead += count;
      meter.addExisting(count);
    };
    const sha256 = await withFsErrors(target, () => hashFile(target, file, signal, onBytes));
    if (sha256 === undefined) meter.addExisting(-bytesRead);
    else hashes.set(file.path, sha256);
  }
  return hashes;
}
