import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { withFsErrors } from './diskErrors';

export interface ListedFile {
  /** Below the folder, separated by slashes. */
  readonly path: string;
  /** In bytes. */
  readonly size: number;
}

/** All files below a folder, links without following them; empty if there is no folder. Throws a HubError. */
export async function listFiles(folder: string, subfolder = ''): Promise<ListedFile[]> {
  const current = path.join(folder, subfolder);
  if (!(await isFolder(current))) return [];
  const files: ListedFile[] = [];
  for (const entry of await withFsErrors(current, () => readdir(current, { withFileTypes: true }))) {
    const name = path.posix.join(subfolder, entry.name);
    if (entry.isDirectory()) files.push(...(await listFiles(folder, name)));
    else files.push({ path: name, size: (await lstat(path.join(folder, name)).catch(() => undefined))?.size ?? 0 });
  }
  return files;
}

/** Whether it is a folder and not a link to one. */
async function isFolder(file: string): Promise<boolean> {
  return (await lstat(file).catch(() => undefined))?.isDirectory() ?? false;
}
