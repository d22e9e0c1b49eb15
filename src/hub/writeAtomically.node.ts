import { open } from 'node:fs/promises';
import path from 'node:path';
import { withFsErrors } from './diskErrors';
import { partialPath } from './partialFile.node';
import { removeFile } from './removeFile.node';
import { renameFile } from './renameFile.node';
import { syncFolder } from './syncFolder.node';

/**
 * Replaces a file's text. A crash, a power failure or a full disk leaves the old text or the new one. Throws a HubError.
 * Not write-file-atomic: that replaces the old text by a part of the new one when the disk fills up while it writes, and
 * installs signal handlers in the extension host.
 */
export async function writeAtomically(file: string, text: string): Promise<void> {
  const partial = partialPath(file);
  await removeFile(partial);
  await withFsErrors(file, async () => {
    const handle = await open(partial, 'wx');
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
  });
  await renameFile(partial, file);
  await syncFolder(path.dirname(file));
}
