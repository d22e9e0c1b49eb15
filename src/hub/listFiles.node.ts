import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { withFsErrors } from './fsErrors';

export interface FoundFile {
  /** Below the folder, parted by slashes. */
  readonly path: string;
  /** In bytes. */
  readonly size: number;
}

/** What lies in a folder and those below it, links as themselves; nothing if there is no folder. Throws a HubError. */
export async function listFiles(folder: string, below = ''): Promise<FoundFile[]> {
  const place = path.join(folder, below);
  if (!(await isFolder(place))) return [];
  const found: FoundFile[] = [];
  for (const entry of await withFsErrors(place, () => readdir(place, { withFileTypes: true }))) {
    const name = path.posix.join(below, entry.name);
    if (entry.isDirectory()) found.push(...(await listFiles(folder, name)));
    else found.push({ path: name, size: (await lstat(path.join(folder, name)).catch(() => undefined))?.size ?? 0 });
  }
  return found;
}

/** Whether it is a folder itself, not a link to one. */
async function isFolder(place: string): Promise<boolean> {
  return (await lstat(place).catch(() => undefined))?.isDirectory() ?? false;
}
