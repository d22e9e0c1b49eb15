import { readFile } from 'node:fs/promises';
import { withFsErrors } from './diskErrors';

/** A file's text; undefined when the file does not exist. Throws a HubError when the disk refuses. */
export async function readTextIfExists(file: string): Promise<string | undefined> {
  return withFsErrors(file, async () => {
    try {
      return await readFile(file, 'utf8');
    } catch (error) {
      if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
      throw error;
    }
  });
}
