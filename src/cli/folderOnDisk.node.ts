import { existsSync, readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { readFolder, type ReadFolder } from '../core/findings/files/readFolder';

/** The nearest folder at or above `folder` that is a checkout of Git; `folder` itself where there is none. */
export function rootAbove(folder: string): string {
  for (let each = folder; ; each = path.dirname(each)) {
    if (existsSync(path.join(each, '.git'))) return each;
    if (each === path.dirname(each)) return folder;
  }
}

/** The files of a folder on disk. */
export async function readFolderOnDisk(root: string): Promise<ReadFolder> {
  const { files, isWhole } = await readFolder({
    list: async (folder) => {
      const entries = await readdir(path.join(root, folder), { withFileTypes: true }).catch(() => []);
      return entries.map((entry) => ({
        name: entry.name,
        kind: entry.isSymbolicLink() ? 'link' : entry.isDirectory() ? 'folder' : 'file',
      }));
    },
    read: (file) => readFile(path.join(root, file), 'utf8').catch(() => undefined),
  });
  return { isWhole, files: { ...files, read: (file) => textOf(path.join(root, file)) } };
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
