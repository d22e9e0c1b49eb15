import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * The lines of a file that has one JSON object a line, with a string for each of `keys`. The file is xz-compressed if its
 * name ends in .xz. Messages name the line, and nothing of what it holds.
 *
 * @throws when the file cannot be read, or a line is not such an object
 */
export function jsonLines<Key extends string>(file: string, ...keys: Key[]): Record<Key, string>[] {
  const lines = (file.endsWith('.xz') ? decompressed(file) : readFileSync(file, 'utf8')).split('\n');
  return lines.flatMap((line, index) => (line.trim() === '' ? [] : [stringsOf(line, keys, `${file}:${index + 1}`)]));
}

function decompressed(file: string): string {
  try {
    return execFileSync('xz', ['--decompress', '--stdout', file], { encoding: 'utf8', maxBuffer: 2 ** 30 });
  } catch (error) {
    throw new Error(`Could not decompress ${file}. Check that xz is installed and that the file exists.`, {
      cause: error,
    });
  }
}

function stringsOf<Key extends string>(line: string, keys: readonly Key[], place: string): Record<Key, string> {
  const values = parsed(line);
  const missing = keys.find((key) => typeof values?.[key] !== 'string');
  if (missing === undefined) return values as Record<Key, string>;
  throw new Error(`${place} has no "${missing}". Put one JSON object with ${keys.join(', ')} on each line.`);
}

function parsed(line: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
