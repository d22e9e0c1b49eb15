import { rm } from 'node:fs/promises';
import { withFsErrors } from './diskErrors';

/** Deletes a file or a link, if it exists. Throws a HubError. */
export async function removeFile(file: string): Promise<void> {
  await withFsErrors(file, () => rm(file, { force: true }));
}
