import { rename } from 'node:fs/promises';
import { withFsErrors } from './diskErrors';
import { retryOnWindows } from './retryBusyFilesOnWindows.node';

/** Renames a file and replaces an existing file or link of that name. Throws a HubError. */
export async function renameFile(from: string, to: string): Promise<void> {
  await withFsErrors(to, () => retryOnWindows(() => rename(from, to)));
}
