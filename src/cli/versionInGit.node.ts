import { execFile } from 'node:child_process';
import { realpathSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from './usageError';

/** Most bytes of an old version that are read. */
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * The text of a file as it is at a commit, branch or tag; undefined when it is not in there. Throws a UsageError.
 *
 * @param name of the file, or of a link to it
 */
export async function versionInGit(ref: string, name: string): Promise<string | undefined> {
  const file = realpathSync(name);
  const git = (...args: string[]) => runGit(path.dirname(file), name, args);
  // Git would read it as an option.
  const commit = ref.startsWith('-') ? undefined : await git('rev-parse', '--verify', '--quiet', `${ref}^{commit}`);
  if (!commit)
    throw new UsageError(
      `There is no version ${ref} in the repository of ${name}. Name a commit, a branch or a tag, such as HEAD or main.`,
    );
  const place = `${commit.toString().trim()}:./${path.basename(file)}`;
  const blob = await git('rev-parse', '--verify', '--quiet', place);
  const bytes = blob && (await git('cat-file', 'blob', blob.toString().trim()));
  return bytes && textOf(bytes, ref, name);
}

/** What Git prints; undefined when it does not find what it is asked for. */
function runGit(folder: string, name: string, args: readonly string[]): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const options = { cwd: folder, encoding: 'buffer', maxBuffer: MAX_BYTES } as const;
    execFile('git', args, options, (error, out, said) => {
      if (!error) resolve(out);
      else if (error.code === 1) resolve(undefined);
      else if (error.code === 'ENOENT')
        reject(new UsageError('Git is not installed, or not in the PATH. Install it to compare versions.'));
      else
        reject(
          new UsageError(
            `The versions of ${name} cannot be read (${said.toString().trim() || error.message}). Name files of a Git repository.`,
          ),
        );
    });
  });
}

function textOf(bytes: Buffer, ref: string, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UsageError(`${name} is not UTF-8 in ${ref}. Compare with a later version.`);
  }
}
