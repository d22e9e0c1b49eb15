import { open, readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { AgentFiles } from '../core/agents/files/agentFiles';

/** The file system of this machine, as the rules of agents read it. */
export const agentFilesOnDisk: AgentFiles = {
  list: async (folder) => {
    const entries = await readdir(folder || '/', { withFileTypes: true }).catch(() => []);
    return entries.map((entry) => ({
      name: entry.name,
      kind: entry.isSymbolicLink() ? 'link' : entry.isDirectory() ? 'folder' : 'file',
    }));
  },
  stat: async (name) => {
    try {
      const found = await stat(name || '/');
      if (!found.isFile() && !found.isDirectory()) return undefined;
      const realPath = withSlashes(await realpath(name || '/'));
      return {
        kind: found.isFile() ? 'file' : 'folder',
        bytes: found.size,
        realPath: realPath === '/' ? '' : realPath,
      };
    } catch {
      return undefined;
    }
  },
  read: async (name, mostBytes = Infinity) => {
    const file = await open(name).catch(() => undefined);
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

/** An absolute path with forward slashes and without one at the end. */
export function absolutePath(name: string): string {
  const absolute = withSlashes(path.resolve(name));
  return absolute === '/' ? '' : absolute;
}

function withSlashes(name: string): string {
  return name.split(path.sep).join('/');
}
