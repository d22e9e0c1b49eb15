import { HubError } from './hubError';

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
