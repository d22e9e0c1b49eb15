import { HubError } from './hubError';

/** Names at the top of a model's folder that are ours. */
const OWN = /^left-context\./i;
const OWN_ENDING = /\.partial$/i;

/**
 * Throws a HubError unless `path` stays below the folder it is joined to, on any system: relative, parted by slashes,
 * without .. or a drive, a stream or a character that no file name has.
 *
 * @param where it stood, for the message
 */
export function checkPath(path: string, where: string): void {
  const parts = path.split('/');
  const isSafe = !/[\\:\p{Cc}]/u.test(path) && parts.every((part) => part !== '' && part !== '.' && part !== '..');
  if (isSafe) return;
  throw new HubError(
    'answer',
    `${where} names a file ${JSON.stringify(path)}, which is not a path inside a model's folder. Choose another ` +
      'model, and tell its owner.',
  );
}

/** Throws a HubError when files of these paths cannot lie side by side in one folder with what we keep there. */
export function checkPaths(paths: readonly string[], id: string): void {
  const seen = new Map<string, string>();
  for (const path of paths) {
    checkPath(path, id);
    if (OWN.test(path) || OWN_ENDING.test(path))
      throw new HubError('request', `${path} of ${id} has a name that Left Context keeps for itself. Leave it out.`);
    // Disks of Windows and macOS take these for one.
    const name = path.normalize('NFC').toLowerCase();
    const other = seen.get(name);
    if (other !== undefined)
      throw new HubError('request', `${id} has ${other} and ${path}, which are one file on many disks. Leave one out.`);
    seen.set(name, path);
  }
}
