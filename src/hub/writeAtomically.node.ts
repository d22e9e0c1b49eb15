import { lstat, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { withFsErrors } from './fsErrors';
import { retryOnWindows } from './retryOnWindows.node';
import { syncFolder } from './syncFolder.node';

/** Replaces a file's text. A crash or power failure leaves the old text or the new one. Throws a HubError. */
export async function writeAtomically(file: string, text: string): Promise<void> {
  await withFsErrors(file, async () => {
    // write-file-atomic would follow a link and replace the file behind it.
    if ((await lstat(file).catch(() => undefined))?.isSymbolicLink()) await rm(file);
    await retryOnWindows(() => writeFileAtomic(file, text));
    // write-file-atomic reports no error when the disk fills up in the middle of the text.
    if ((await stat(file)).size !== Buffer.byteLength(text))
      throw Object.assign(new Error('Only a part of the text was written.'), { code: 'ENOSPC' });
  });
  await syncFolder(path.dirname(file));
}

/** Whether `name` is a temporary file, `file`.NUMBER, that write-file-atomic leaves when its process is killed. */
export function isTemporaryFileOf(file: string, name: string): boolean {
  return name.startsWith(`${file}.`) && /^\d+$/.test(name.slice(file.length + 1));
}
