import { lstat } from 'node:fs/promises';
import path from 'node:path';
import { checkPaths } from './rejectUnsafePaths';
import { checkSpace } from './checkDiskSpace.node';
import { hashFile } from './contentHash.node';
import { downloadFile } from './downloadFile.node';
import { DownloadState } from './unfinishedDownloadState.node';
import { FolderLock } from './folderLock.node';
import { withFsErrors } from './fsErrors';
import { HubError } from './hubError';
import type { Hub, Repository, RepositoryFile } from './hubTypes';
import { endpointOf } from './hubUrl';
import { installFiles } from './installDownloadedFiles.node';
import { readRecord, type ModelRecord } from './modelRecord.node';
import { PartialFile, partialPath } from './partialFile.node';
import { ProgressMeter, type DownloadProgress } from './downloadProgressMeter';
import { removeFile } from './removeFile.node';
import { FILE_RETRIES, type RetryPolicy } from './retryPolicy';

export type { DownloadProgress } from './downloadProgressMeter';

export interface DownloadOptions {
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: DownloadProgress) => void;
  readonly retryPolicy?: RetryPolicy;
}

/** A download that holds the lock of its folder. */
interface LockedDownload {
  readonly hub: Hub;
  readonly repository: Repository;
  readonly files: readonly RepositoryFile[];
  readonly folder: string;
  readonly state: DownloadState;
  readonly meter: ProgressMeter;
  readonly retryPolicy: RetryPolicy;
  readonly signal: AbortSignal;
}

/**
 * Downloads these files of a repository into `folder` and writes a record of them. Keeps correct files that are there
 * already, and resumes an earlier download. All files get their final names together, after the last one has arrived;
 * until then a model that was in the folder stays usable. Then files that only the earlier record lists are deleted.
 *
 * Throws a HubError that says what happened and what to do next, or the signal's reason as soon as it is aborted.
 * Received bytes stay on the disk for the next try.
 */
export async function download(
  hub: Hub,
  repository: Repository,
  files: readonly RepositoryFile[],
  folder: string,
  { signal, onProgress, retryPolicy = FILE_RETRIES }: DownloadOptions,
): Promise<ModelRecord> {
  const paths = files.map((file) => file.path);
  checkPaths(paths, repository.id);
  const meter = new ProgressMeter(totalSize(files), onProgress);
  const lock = await FolderLock.acquire(folder, retryPolicy, signal, () => meter.waitForLock(paths[0] ?? ''));
  try {
    const state = await DownloadState.read(folder);
    const signals = AbortSignal.any([signal, lock.lost]);
    return await downloadLocked({ hub, repository, files, folder, state, meter, retryPolicy, signal: signals });
  } finally {
    await lock.release();
  }
}

async function downloadLocked(job: LockedDownload): Promise<ModelRecord> {
  const { hub, repository, files, folder, state, meter, signal } = job;
  const { id, revision } = repository;
  const oldRecord = await readOldRecord(folder, id);
  const hashes = await hashExistingFiles(job);
  const missing = files.filter((file) => !hashes.has(file.path));
  if (missing.length > 0) await state.save();
  await checkSpace(folder, await bytesNeeded(job, missing));
  for (const file of missing) hashes.set(file.path, await downloadToPartial(job, file));
  signal.throwIfAborted();
  const recordedFiles = files.map((file) => ({ path: file.path, size: file.size, sha256: hashes.get(file.path)! }));
  const record = { id, endpoint: endpointOf(hub), revision, files: recordedFiles };
  const missingPaths = missing.map((file) => file.path);
  await installFiles(folder, record, oldRecord, missingPaths);
  for (const leftover of state.paths) await removeFile(partialPath(path.join(folder, leftover)));
  await state.remove();
  meter.report();
  return record;
}

/** The record of the model in the folder, if it can be read. Throws a HubError when it belongs to another model. */
async function readOldRecord(folder: string, id: string): Promise<ModelRecord | undefined> {
  const record = await readRecord(folder).catch(() => undefined);
  if (record && record.id !== id)
    throw new HubError(
      'request',
      `${folder} already holds ${record.id}. Remove that model first, or choose another folder for ${id}.`,
    );
  return record;
}

/** SHA-256 by path of the files that are in the folder under their final names and correct. */
async function hashExistingFiles({ files, folder, meter, signal }: LockedDownload): Promise<Map<string, string>> {
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

/** How many more bytes the missing files take on the disk. */
async function bytesNeeded({ folder, state }: LockedDownload, missing: readonly RepositoryFile[]): Promise<number> {
  let bytes = totalSize(missing);
  for (const file of missing) {
    const partial = await lstat(partialPath(path.join(folder, file.path))).catch(() => undefined);
    // A partial that cannot be resumed is truncated, which frees its bytes.
    if (partial?.isFile())
      bytes -= state.isPartialOf(file.path, file.digest) ? Math.min(partial.size, file.size) : partial.size;
  }
  return bytes;
}

/** Downloads the missing bytes of a file into its partial; returns the file's SHA-256 in hex. */
async function downloadToPartial(job: LockedDownload, file: RepositoryFile): Promise<string> {
  const { folder, state, meter, signal } = job;
  meter.startFile(file.path);
  const partial = await PartialFile.open(path.join(folder, file.path), file);
  try {
    if (state.isPartialOf(file.path, file.digest)) await partial.resume(signal, (count) => meter.addExisting(count));
    else await partial.clear();
    await state.setDigest(file.path, file.digest);
    return await downloadFile({ ...job, file }, partial);
  } finally {
    await partial.close();
  }
}

function totalSize(files: readonly RepositoryFile[]): number {
  return files.reduce((bytes, { size }) => bytes + size, 0);
}
