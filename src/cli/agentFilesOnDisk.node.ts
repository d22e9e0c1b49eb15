import { open, readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { AgentFiles, FolderEntry } from '../core/agents/files/agentFiles';
import { fromSystem } from '../core/agents/files/paths';

/** The file system of this machine, as the rules of agents read it. */
export const agentFilesOnDisk: AgentFiles = {
  list: async (folder) => {
    const entries = await readdir(toSystem(folder), { withFileTypes: true }).catch(() => []);
    return entries.flatMap((entry): FolderEntry[] => {
      if (entry.isSymbolicLink()) return [{ name: entry.name, kind: 'link' }];
      // Pipes and devices are no files that anybody reads.
      if (!entry.isDirectory() && !entry.isFile()) return [];
      return [{ name: entry.name, kind: entry.isDirectory() ? 'folder' : 'file' }];
    });
  },
  stat: async (name) => {
    try {
      const found = await stat(toSystem(name));
      if (!found.isFile() && !found.isDirectory()) return undefined;
      const realPath = fromSystem(await realpath(toSystem(name)));
      return { kind: found.isFile() ? 'file' : 'folder', bytes: found.size, realPath };
    } catch {
      return undefined;
    }
  },
  read: async (name, mostBytes = Infinity) => {
    const file = await open(toSystem(name)).catch(() => undefined);
    try {
      const { size } = (await file?.stat()) ?? { size: 0 };
      const bytes = Buffer.alloc(Math.min(size, mostBytes));
      const read = await file?.read(bytes, 0, bytes.length, 0);
      return read && new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, read.bytesRead));
    } catch {
      return undefined;
    } finally {
      await file?.close();
    }
  },
};

/** A path from this folder, as the rules of agents name it. */
export function absolutePath(name: string): string {
  return fromSystem(path.resolve(name));
}

/** A path as the system and its users write it, with forward slashes. */
export function toSystem(name: string): string {
  return /^\/[a-z]:/.test(name) ? `${name.slice(1)}${name.length === 3 ? '/' : ''}` : name || '/';
}
