/** The folder that a file or folder is in; '' is the root of the disk. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Whether a path is a folder or lies in it. */
export function isWithin(folder: string, path: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

/** A path from a folder that it is in: “docs/style.md”. Another path stays as it is. */
export function pathFrom(folder: string, path: string): string {
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path;
}

/** A folder and those above it, the nearest first, the root of the disk ('') last. */
export function foldersUp(folder: string): string[] {
  const folders = [folder];
  while (folders.at(-1) !== '') folders.push(folderOf(folders.at(-1)!));
  return folders;
}

/** The folders from `top` down to `bottom`, both included; only `bottom` where it does not lie in `top`. */
export function foldersDown(top: string, bottom: string): string[] {
  if (!isWithin(top, bottom)) return [bottom];
  return foldersUp(bottom)
    .filter((folder) => isWithin(top, folder))
    .reverse();
}

/** A path from a folder as an absolute one, without “.” and “..”. */
export function resolvePath(folder: string, path: string): string {
  const isAbsolute = /^(?:\/|[A-Za-z]:\/)/.test(path);
  const names: string[] = [];
  for (const name of `${isAbsolute ? '' : folder}/${path}`.split('/')) {
    if (name === '..') names.pop();
    else if (name !== '' && name !== '.') names.push(name);
  }
  return names.map((name) => `/${name}`).join('');
}

/** A path as the system writes it, such as `C:\\code`, as the rules name it: `/c:/code`, without a slash at the end. */
export function fromSystem(path: string): string {
  const slashes = /^[A-Za-z]:/.test(path) ? `/${path[0]!.toLowerCase()}${path.slice(1).replaceAll('\\', '/')}` : path;
  return slashes.replace(/\/+$/, '');
}

/** Orders paths by their letters, the same on every machine. */
export function byPath(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
