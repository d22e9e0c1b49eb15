import type { FolderFiles } from './folderFiles';

/** A path without “.” and “..”; undefined where it leaves the folder. */
export function normalPath(path: string): string | undefined {
  const names: string[] = [];
  for (const name of path.split('/')) {
    if (name === '' || name === '.') continue;
    if (name !== '..') names.push(name);
    else if (names.pop() === undefined) return undefined;
  }
  return names.join('/');
}

/** The folders that a file is in, the innermost first; '' is the whole folder. */
export function foldersAbove(path: string): string[] {
  const names = path.split('/').slice(0, -1);
  return names.map((_, index) => names.slice(0, names.length - index).join('/')).concat('');
}

/**
 * Whether there is nothing that a path in a file can mean, and Git ignores nothing of that name: hosts read paths from the
 * file's folder or from folders above.
 */
export function leadsNowhere(folder: FolderFiles, from: string, path: string): boolean {
  return foldersAbove(from).every((base, index) => {
    const place = normalPath(`${base}/${path}`);
    // A path out of the innermost folder may leave what is known; from those above, it was not meant.
    if (place === undefined) return index > 0;
    return place !== '' && !folder.has(place) && !folder.isIgnored(place);
  });
}

/** The only file of the same name; undefined where there are none or several, or where names like it are common. */
export function onlyFileNamed(folder: FolderFiles, path: string): string | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (/^(?:readme|index|skill|agents|claude|__init__|main|mod)\./i.test(name)) return undefined;
  const found = folder.paths.filter((each) => each === name || each.endsWith(`/${name}`));
  return found.length === 1 ? found[0] : undefined;
}

/** A path as it is written in a file, from the file's folder. */
export function pathFrom(from: string, to: string): string {
  const base = from.split('/').slice(0, -1);
  const names = to.split('/');
  let common = 0;
  while (common < base.length && common < names.length - 1 && base[common] === names[common]) common++;
  return [...base.slice(common).map(() => '..'), ...names.slice(common)].join('/');
}
