import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { checkSpace } from './checkDiskSpace.node';
import { sha256Of } from './contentHash.node';
import { removeFolderIfEmpty } from './deleteModelFolder.node';
import { withFsErrors } from './diskErrors';
import { FILE_RETRIES, type RetryPolicy } from './downloadTimeoutsAndRetries';
import { installFiles } from './installDownloadedFiles.node';
import { listFiles } from './listFilesOnDisk.node';
import type { ModelRecord, RecordedFile } from './modelRecord.node';
import { FolderLock } from './oneDownloadPerFolder.node';
import { partialPath } from './partialFile.node';
import { readOldRecord } from './refuseFolderOfAnotherModel.node';
import { renameFile } from './renameFile.node';
import { DownloadState } from './unfinishedDownloadState.node';
import { deleteUnfinishedMaking, makingFolder } from './unfinishedMaking.node';

/** What a made model takes on the disk at most, for each byte of its file. */
const BYTES_PER_BYTE = 1.25;

/** A model to make from a file. */
export interface ModelToMake {
  /** owner/name */
  readonly id: string;
  /** Absolute path of the file. */
  readonly file: string;
  /** Makes the model's files in a folder that does not exist yet. Leaves nothing behind when it fails. */
  make(folder: string, signal: AbortSignal): Promise<void>;
  /** Asked when there is a model of this id that comes from elsewhere. */
  mayReplace(old: ModelRecord): Promise<boolean>;
}

export interface MakingOptions {
  readonly signal: AbortSignal;
  /** Called repeatedly while another window or process makes the same model. */
  readonly onWait?: () => void;
  readonly retryPolicy?: RetryPolicy;
}

/**
 * Makes a model in `folder`, with a record of its files, as a download has. A model that was in the folder stays usable
 * until the new one is complete. Does nothing when the folder holds the model of this file already.
 *
 * Throws a HubError when the disk refuses or has not enough room, what `make` throws, or the signal's reason. Then all
 * that was made is deleted.
 *
 * @returns whether the model is there now; false when it may not replace another one
 */
export async function makeModelInFolder(
  model: ModelToMake,
  folder: string,
  { signal, onWait, retryPolicy = FILE_RETRIES }: MakingOptions,
): Promise<boolean> {
  const lock = await FolderLock.acquire(folder, retryPolicy, signal, onWait);
  try {
    return await makeLocked(model, folder, AbortSignal.any([signal, lock.lost]));
  } finally {
    await lock.release();
    await removeFolderIfEmpty(folder);
    await removeFolderIfEmpty(path.dirname(folder));
  }
}

async function makeLocked(model: ModelToMake, folder: string, signal: AbortSignal): Promise<boolean> {
  const { id, file, mayReplace } = model;
  const { size, mtime } = await withFsErrors(file, () => stat(file));
  const revision = `${size} bytes of ${mtime.toISOString()}`;
  const oldRecord = await readOldRecord(folder, id);
  if (oldRecord?.revision === revision) return true;
  if (oldRecord && !(await mayReplace(oldRecord))) return false;
  await checkSpace(folder, BYTES_PER_BYTE * size);

  const state = await DownloadState.read(folder);
  // The folder counts as ours from here on, so that it can be removed if we are interrupted.
  await state.save();
  let made: MadeFiles;
  try {
    made = await makeFiles(model, folder, signal);
  } catch (error) {
    await deleteUnfinishedMaking(folder);
    // Unless a download into this folder was interrupted.
    if (state.paths.length === 0) await state.remove();
    throw error;
  }
  const record = { id, endpoint: file, revision, files: made.files };
  await installMadeFiles(made, folder, record, oldRecord, state);
  await deleteUnfinishedMaking(folder);
  await state.remove();
  return true;
}

interface MadeFiles {
  /** Where they are. */
  readonly folder: string;
  readonly files: readonly RecordedFile[];
}

async function makeFiles({ make }: ModelToMake, folder: string, signal: AbortSignal): Promise<MadeFiles> {
  await deleteUnfinishedMaking(folder);
  const made = path.join(makingFolder(folder), 'model');
  await make(made, signal);
  const files: RecordedFile[] = [];
  for (const file of await listFiles(made)) {
    const name = path.join(made, file.path);
    files.push({ ...file, sha256: await withFsErrors(name, () => sha256Of(name, signal)) });
  }
  signal.throwIfAborted();
  return { folder: made, files };
}

/** Moves the files into the model's folder as complete partials, which are then installed as those of a download. */
async function installMadeFiles(
  made: MadeFiles,
  folder: string,
  record: ModelRecord,
  oldRecord: ModelRecord | undefined,
  state: DownloadState,
): Promise<void> {
  for (const { path: name, sha256 } of made.files) {
    const partial = partialPath(path.join(folder, name));
    await state.setDigest(name, { sha256 });
    await withFsErrors(partial, () => mkdir(path.dirname(partial), { recursive: true }));
    await renameFile(path.join(made.folder, name), partial);
  }
  await installFiles(
    folder,
    record,
    oldRecord,
    made.files.map((file) => file.path),
  );
}
