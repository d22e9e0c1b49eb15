import { HubError } from './hubError';
import { checkPath } from './refuseUnsafePaths';

/** File names at the top of a model's folder that Left Context reserves. */
const RESERVED_NAME = /^left-context\./i;
const RESERVED_ENDING = /\.partial$/i;

/** Throws a HubError when these files of model `id` cannot share one folder with each other and with our own files. */
export function checkPaths(paths: readonly string[], id: string): void {
  const pathByName = new Map<string, string>();
  for (const path of paths) {
    checkPath(path, id);
    if (RESERVED_NAME.test(path) || RESERVED_ENDING.test(path))
      throw new HubError(
        'request',
        `${id} has a file ${path}, a name that Left Context reserves. Choose another model.`,
      );
    // Windows and macOS ignore case and Unicode normalization in file names.
    const name = path.normalize('NFC').toLowerCase();
    const other = pathByName.get(name);
    if (other !== undefined)
      throw new HubError(
        'request',
        `${id} has both ${other} and ${path}, which are the same file on many disks. Choose another model.`,
      );
    pathByName.set(name, path);
  }
}
