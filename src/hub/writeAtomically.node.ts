import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { retryOnWindows } from './retryOnWindows.node';
import { withFsErrors } from './fsErrors';
import { partialOf } from './partialFile.node';

/** Puts `text` in place of a file's, all of it or none, even when the power fails. Throws a HubError. */
export async function writeAtomically(file: string, text: string): Promise<void> {
  await withFsErrors(file, async () => {
    await rm(partialOf(file), { force: true });
    const handle = await open(partialOf(file), 'wx');
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
  });
  await replace(partialOf(file), file);
  await syncFolder(path.dirname(file));
}

/** Renames a file in place of another. Throws a HubError. */
export async function replace(from: string, to: string): Promise<void> {
  await withFsErrors(to, () => retryOnWindows(() => rename(from, to)));
}

/** Sees to it that names in a folder are on the disk, where the system can. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => {});
  await handle?.close();
}
