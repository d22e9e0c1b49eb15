import { lstat, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { listFiles } from './listFiles.node';
import { FolderLock, TAKEOVER } from './folderLock.node';
import { HubError } from './hubError';
import { isDiskFull, withFsErrors } from './fsErrors';
import { partialOf } from './partialFile.node';
import { FILE_RETRIES } from './retryPolicy';
import { readRecord, RECORD } from './modelRecord.node';
import { DownloadState, UNFINISHED } from './downloadState.node';

/**
 * Removes a model from its folder, whole or half: all that downloads have put there, and folders that are empty then.
 * Links are removed, not followed, and files of others stay. Throws a HubError when the folder is none of ours, when a
 * download into it is under way, or when the disk refuses.
 */
export async function deleteModelFolder(folder: string): Promise<void> {
  const found = new Set((await listFiles(folder)).map((file) => file.path));
  if (!found.has(RECORD) && !found.has(UNFINISHED))
    throw new HubError(
      'request',
      `${folder} is no folder of a downloaded model, so nothing is removed. Remove it yourself.`,
    );
  const lock = await unlessFull(FolderLock.tryAcquire(folder, FILE_RETRIES), { release: async () => {} });
  if (!lock)
    throw new HubError(
      'lock',
      `Another window or process is downloading into ${folder}. Stop it there, and try again.`,
    );
  try {
    await removeOurs(folder);
  } finally {
    await lock.release();
  }
  await removeIfEmpty(folder);
}

async function removeOurs(folder: string): Promise<void> {
  const record = await readRecord(folder).catch(() => undefined);
  const unfinished = await DownloadState.in(folder);
  // From here on the model does not count as whole, but still as ours if something stops us.
  const isNoted = await unlessFull(
    unfinished.keep().then(() => true),
    false,
  );
  const files = record?.files.map((file) => file.path) ?? [];
  const partials = [...files, ...unfinished.paths, RECORD, UNFINISHED].map(partialOf);
  const ours = new Set([...files, ...partials, TAKEOVER]);
  if (isNoted) await remove(path.join(folder, RECORD));
  for (const { path: name } of await listFiles(folder)) if (ours.has(name)) await remove(path.join(folder, name));
  for (const each of foldersOf([...ours])) await removeIfEmpty(path.join(folder, each));
  await remove(path.join(folder, RECORD));
  await unfinished.end();
}

/** On a full disk neither lock nor note can be written, but removing is what helps. */
async function unlessFull<T, Instead>(job: Promise<T>, instead: Instead): Promise<T | Instead> {
  try {
    return await job;
  } catch (error) {
    if (isDiskFull(error)) return instead;
    throw error;
  }
}

/** The folders that these paths lead through, deepest first. */
function foldersOf(paths: readonly string[]): string[] {
  const folders = new Set<string>();
  for (const each of paths)
    for (let above = path.posix.dirname(each); above !== '.'; above = path.posix.dirname(above)) folders.add(above);
  return [...folders].sort((a, b) => b.length - a.length);
}

async function remove(file: string): Promise<void> {
  await withFsErrors(file, () => rm(file, { force: true }));
}

/** A link to a folder stays: it is not of our making. */
async function removeIfEmpty(folder: string): Promise<void> {
  const found = await lstat(folder).catch(() => undefined);
  if (found?.isDirectory()) await rmdir(folder).catch(() => {});
}
