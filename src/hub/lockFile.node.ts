import { lstat, open, readFile, rm } from 'node:fs/promises';
import { withFsErrors } from './diskErrors';
import { HubError } from './hubError';
import { retryOnWindows } from './retryBusyFilesOnWindows.node';

/** Name of the lock in a model's folder. */
export const LOCK_FILE = 'left-context.lock';

/** Content of a lock file. */
export interface LockOwner {
  readonly pid: number;
  readonly host: string;
  readonly key: string;
}

/** A lock file as read from the disk. */
export interface LockSnapshot {
  readonly text: string;
  /** Modification time in milliseconds, by the clock of the disk: the owner's last heartbeat. */
  readonly heartbeat: number;
}

/** Writes a new file; false when there already is one. */
export async function createExclusively(file: string, text: string): Promise<boolean> {
  const handle = await retryOnWindows(() => open(file, 'wx')).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') return undefined;
    throw error;
  });
  if (!handle) return false;
  try {
    await handle.writeFile(text);
    return true;
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}

/** The lock file; undefined when there is none. Throws a HubError. */
export async function readLock(file: string): Promise<LockSnapshot | undefined> {
  return withFsErrors(file, async () => {
    try {
      const stats = await lstat(file);
      if (stats.isFile()) return { text: await readFile(file, 'utf8'), heartbeat: stats.mtimeMs };
      throw new HubError(
        'disk',
        `Something that is not a file is in the way of ${file}. Move it elsewhere and try again.`,
      );
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  });
}
