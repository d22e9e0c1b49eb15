import { lstat, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { DownloadState, STATE_FILE } from './unfinishedDownloadState.node';
import { FolderLock } from './oneDownloadPerFolder.node';
import { HubError } from './hubError';
import { listFiles } from './listFilesOnDisk.node';
import { readRecord, RECORD_FILE } from './modelRecord.node';
import { partialPath } from './partialFile.node';
import { removeFile } from './removeFile.node';
import { FILE_RETRIES } from './downloadTimeoutsAndRetries';
import { TAKEOVER_FILE } from './takeOverStaleLock.node';
import { unlessDiskFull } from './allowDeletingOnFullDisk';
import { deleteUnfinishedMaking } from './unfinishedMaking.node';

/**
 * Deletes a complete or incomplete model: all files that downloading or making it has put into its folder, then the
 * folders that are empty. Deletes links without following them, and keeps files that are not ours. Throws a HubError
 * when the folder holds no downloaded or made model, while one is being put into it, or when the disk refuses.
 */
export async function deleteModelFolder(folder: string): Promise<void> {
  const names = new Set((await listFiles(folder)).map((file) => file.path));
  if (!names.has(RECORD_FILE) && !names.has(STATE_FILE))
    throw new HubError(
      'request',
      `${folder} holds no model that Left Context downloaded, so nothing was deleted. Delete the folder yourself.`,
    );
  const lock = await unlessDiskFull(FolderLock.tryAcquire(folder, FILE_RETRIES), { release: async () => {} });
  if (!lock)
    throw new HubError(
      'lock',
      `Another window or process is downloading into ${folder}. Cancel the download there, then try again.`,
    );
  try {
    await deleteDownloadedFiles(folder);
  } finally {
    await lock.release();
  }
  await removeFolderIfEmpty(folder);
}

async function deleteDownloadedFiles(folder: string): Promise<void> {
  const record = await readRecord(folder).catch(() => undefined);
  const state = await DownloadState.read(folder);
  // If we are interrupted from here on, the model counts as incomplete, and as downloaded by us.
  const isStateSaved = await unlessDiskFull(
    state.save().then(() => true),
    false,
  );
  if (isStateSaved) await removeFile(path.join(folder, RECORD_FILE));
  // Files that the state names may have got their final names already, if an installation was interrupted.
  const files = [...(record?.files.map((file) => file.path) ?? []), ...state.paths];
  const partials = [...files, RECORD_FILE, STATE_FILE].map(partialPath);
  const downloaded = new Set([...files, ...partials, TAKEOVER_FILE]);
  for (const { path: name } of await listFiles(folder))
    if (downloaded.has(name)) await removeFile(path.join(folder, name));
  for (const each of parentFolders([...downloaded])) await removeFolderIfEmpty(path.join(folder, each));
  await deleteUnfinishedMaking(folder);
  await removeFile(path.join(folder, RECORD_FILE));
  await state.remove();
}

/** All folders above these relative paths, deepest first. */
function parentFolders(paths: readonly string[]): string[] {
  const folders = new Set<string>();
  for (const each of paths)
    for (let parent = path.posix.dirname(each); parent !== '.'; parent = path.posix.dirname(parent))
      folders.add(parent);
  return [...folders].sort((a, b) => b.length - a.length);
}

/** Removes a folder if it is empty. Keeps a link to a folder, because downloads make no links. */
export async function removeFolderIfEmpty(folder: string): Promise<void> {
  const stats = await lstat(folder).catch(() => undefined);
  if (stats?.isDirectory()) await rmdir(folder).catch(() => {});
}
