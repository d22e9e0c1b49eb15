import { HubError } from './hubError';

/** File names at the top of a model's folder that Left Context reserves. */
const RESERVED_NAME = /^left-context\./i;
const RESERVED_ENDING = /\.partial$/i;

/**
 * Throws a HubError unless `path` stays below the folder that it is joined to, on every operating system: relative,
 * separated by slashes, without "..", drive, alternate data stream or control characters.
 *
 * @param source names where the path comes from, for the message
 */
export function checkPath(path: string, source: string): void {
  const parts = path.split('/');
  const isSafe = !/[\\:\p{Cc}]/u.test(path) && parts.every((part) => part !== '' && part !== '.' && part !== '..');
  if (isSafe) return;
  throw new HubError(
    'answer',
    `${source} names a file ${JSON.stringify(path)}, which is not a path inside the model's folder. Choose another ` +
      'model, and report this to its owner.',
  );
}

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
