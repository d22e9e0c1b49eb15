import { lstat, rm } from 'node:fs/promises';
import path from 'node:path';
import { checkPaths } from './checkPath';
import { checkSpace } from './checkSpace.node';
import { hashOf } from './contentHash.node';
import { downloadFile } from './downloadFile.node';
import { FolderLock } from './folderLock.node';
import type { Hub, Repository, RepositoryFile } from './hubTypes';
import { HubError } from './hubError';
import { endpointOf } from './hubUrl';
import { withFsErrors } from './fsErrors';
import { PartialFile, partialOf } from './partialFile.node';
import { FILE_RETRIES, type RetryPolicy } from './retryPolicy';
import { installFiles } from './installFiles.node';
import { ProgressMeter, type DownloadProgress } from './progressMeter';
import { readRecord, type ModelRecord } from './modelRecord.node';
import { DownloadState } from './downloadState.node';

export type { DownloadProgress } from './progressMeter';

export interface DownloadOptions {
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: DownloadProgress) => void;
  readonly patience?: RetryPolicy;
}

/** One download that has its folder to itself. */
interface Run {
  readonly hub: Hub;
  readonly repository: Repository;
  readonly files: readonly RepositoryFile[];
  readonly folder: string;
  readonly unfinished: DownloadState;
  readonly meter: ProgressMeter;
  readonly patience: RetryPolicy;
  readonly signal: AbortSignal;
}

/**
 * Makes `folder` hold these files of a repository and a record of them. What is there and right is not fetched again,
 * and what an earlier try has left is gone on with. All files get their names together, once the last of them has come;
 * until then a model that was in the folder stays as it was. Files that an earlier record has beside them are removed.
 *
 * Throws a HubError that says what is wrong and what to do, or the signal's reason as soon as it is aborted; what has
 * arrived is kept for the next try.
 */
export async function download(
  hub: Hub,
  repository: Repository,
  files: readonly RepositoryFile[],
  folder: string,
  { signal, onProgress, patience = FILE_RETRIES }: DownloadOptions,
): Promise<ModelRecord> {
  const paths = files.map((file) => file.path);
  checkPaths(paths, repository.id);
  const meter = new ProgressMeter(sum(files), onProgress);
  const lock = await FolderLock.acquire(folder, patience, signal, () => meter.waitFor(paths[0] ?? ''));
  try {
    const unfinished = await DownloadState.in(folder);
    const signals = AbortSignal.any([signal, lock.lost]);
    return await run({ hub, repository, files, folder, unfinished, meter, patience, signal: signals });
  } finally {
    await lock.release();
  }
}

async function run(job: Run): Promise<ModelRecord> {
  const { hub, repository, files, folder, unfinished, meter, signal } = job;
  const old = await oldRecord(folder, repository.id);
  const hashes = await hashesInPlace(job);
  const missing = files.filter((file) => !hashes.has(file.path));
  if (missing.length > 0) await unfinished.keep();
  await checkSpace(folder, await bytesToCome(job, missing));
  for (const file of missing) hashes.set(file.path, await bring(job, file));
  signal.throwIfAborted();
  const { id, revision } = repository;
  const recorded = files.map((file) => ({ path: file.path, size: file.size, sha256: hashes.get(file.path)! }));
  const record = { id, endpoint: endpointOf(hub), revision, files: recorded };
  await installFiles(
    folder,
    record,
    old,
    missing.map((file) => file.path),
  );
  for (const leftOver of unfinished.paths) await removePartial(path.join(folder, leftOver));
  await unfinished.end();
  meter.report();
  return record;
}

/** The record of what is in the folder now, if it can be read. Throws a HubError when it is of another model. */
async function oldRecord(folder: string, id: string): Promise<ModelRecord | undefined> {
  const record = await readRecord(folder).catch(() => undefined);
  if (record && record.id !== id)
    throw new HubError('request', `${folder} holds ${record.id}. Remove it first, or choose another folder for ${id}.`);
  return record;
}

/** SHA-256 by path of the files that are where they belong and right. */
async function hashesInPlace({ files, folder, meter, signal }: Run): Promise<Map<string, string>> {
  const hashes = new Map<string, string>();
  for (const file of files) {
    const target = path.join(folder, file.path);
    const found = await lstat(target).catch(() => undefined);
    if (!found?.isFile() || found.size !== file.size) continue;
    meter.turnTo(file.path);
    let read = 0;
    const count = (bytes: number) => {
      read += bytes;
      meter.found(bytes);
    };
    const sha256 = await withFsErrors(target, () => hashOf(target, file, signal, count));
    if (sha256 === undefined) meter.found(-read);
    else hashes.set(file.path, sha256);
  }
  return hashes;
}

async function bytesToCome({ folder, unfinished }: Run, missing: readonly RepositoryFile[]): Promise<number> {
  let bytes = sum(missing);
  for (const file of missing) {
    const found = await lstat(partialOf(path.join(folder, file.path))).catch(() => undefined);
    // Bytes of a partial that is of no use become free.
    if (found?.isFile())
      bytes -= unfinished.isOf(file.path, file.digest) ? Math.min(found.size, file.size) : found.size;
  }
  return bytes;
}

/** Fetches what is missing of a file into its partial; its SHA-256. */
async function bring(job: Run, file: RepositoryFile): Promise<string> {
  const { folder, unfinished, meter, signal } = job;
  meter.turnTo(file.path);
  const partial = await PartialFile.open(path.join(folder, file.path), file);
  try {
    if (unfinished.isOf(file.path, file.digest)) await partial.readBack(signal, (bytes) => meter.found(bytes));
    else await partial.clear();
    await unfinished.expect(file.path, file.digest);
    return await downloadFile({ ...job, file }, partial);
  } finally {
    await partial.close();
  }
}

async function removePartial(file: string): Promise<void> {
  await withFsErrors(partialOf(file), () => rm(partialOf(file), { force: true }));
}

function sum(files: readonly RepositoryFile[]): number {
  return files.reduce((bytes, { size }) => bytes + size, 0);
}
