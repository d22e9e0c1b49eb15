import ignore, { type Ignore } from 'ignore';

/** A file that names files to ignore, as Git reads it (https://git-scm.com/docs/gitignore). */
export interface IgnoreFile {
  /** Path of its folder with forward slashes, without one at the end. */
  readonly folder: string;
  readonly text: string;
}

/**
 * Makes a test for paths with forward slashes: whether Git ignores them. The last file that says something about a path decides,
 * and nothing below an ignored folder comes back.
 *
 * @param files those of folders above come first
 */
export function ignoredBy(files: readonly IgnoreFile[]): (path: string) => boolean {
  const isIgnoredItself = ignoredItselfBy(files);
  return (path) => foldersOf(path).some((folder) => isIgnoredItself(`${folder}/`)) || isIgnoredItself(path);
}

/** Like `ignoredBy`, for paths in folders that Git does not ignore. */
export function ignoredItselfBy(files: readonly IgnoreFile[]): (path: string) => boolean {
  const rules = files.map(({ folder, text }) => ({
    folder,
    rules: ignore({ allowRelativePaths: true }).add(text),
  }));
  return (path) => rules.reduce((ignored, { folder, rules: own }) => isIgnoredBy(own, folder, path) ?? ignored, false);
}

/** Undefined where the rules of a folder say nothing about a path. */
function isIgnoredBy(rules: Ignore, folder: string, path: string): boolean | undefined {
  if (!path.startsWith(`${folder}/`) || path === `${folder}/`) return undefined;
  const { ignored, unignored } = rules.test(path.slice(folder.length + 1));
  return ignored ? true : unignored ? false : undefined;
}

/** The folders that a path is in, the topmost first. */
function foldersOf(path: string): string[] {
  const names = path.split('/').slice(0, -1);
  return names.map((_, index) => names.slice(0, index + 1).join('/')).filter((folder) => folder !== '');
}
