import path from 'node:path';
import { bytesNeeded, checkSpace } from './checkDiskSpace.node';
import { downloadFile } from './downloadAndVerifyFile.node';
import { DownloadState } from './unfinishedDownloadState.node';
import { FolderLock } from './oneDownloadPerFolder.node';
import { totalSize, type Hub, type Repository, type RepositoryFile } from './hubTypes';
import { installFiles } from './installDownloadedFiles.node';
import type { ModelRecord } from './modelRecord.node';
import { PartialFile, partialPath } from './partialFile.node';
import { ProgressMeter, type DownloadProgress } from './downloadProgressMeter';
import { removeFile } from './removeFile.node';
import { FILE_RETRIES, type RetryPolicy } from './downloadTimeoutsAndRetries';
import { endpointOf } from './checkHubEndpoint';
import { checkPaths } from './refuseClashingFileNames';
import { readOldRecord } from './refuseFolderOfAnotherModel.node';
import { hashExistingFiles } from './keepCorrectFiles.node';

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
  await checkSpace(folder, await bytesNeeded(folder, state, missing));
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
