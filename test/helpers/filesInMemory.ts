import type { AgentFiles, FolderEntry } from '../../src/core/agents/files/agentFiles';
import { folderOf, nameOf, resolvePath } from '../../src/core/agents/files/paths';

/** A file system, and the real paths of the files that were read of it. */
export interface FilesInMemory extends AgentFiles {
  readonly read: AgentFiles['read'];
  readonly pathsRead: Set<string>;
}

/**
 * A file system with these files; paths are absolute.
 *
 * @param links targets by path, absolute or from the folder of the link
 * @param order puts what is in a folder into another order
 */
export function filesInMemory(
  texts: Readonly<Record<string, string | Uint8Array>>,
  links: Readonly<Record<string, string>> = {},
  order: (entries: FolderEntry[]) => FolderEntry[] = (entries) => entries,
): FilesInMemory {
  const contents = new Map(
    Object.entries(texts).map(([path, text]) => [
      path,
      typeof text === 'string' ? new TextEncoder().encode(text) : text,
    ]),
  );
  const entries = new Map<string, Map<string, FolderEntry['kind']>>([['', new Map()]]);
  const add = (path: string, kind: FolderEntry['kind']): void => {
    const folder = folderOf(path);
    if (!entries.has(folder)) add(folder, 'folder');
    entries.get(folder)!.set(nameOf(path), kind);
    if (kind === 'folder' && !entries.has(path)) entries.set(path, new Map());
  };
  for (const path of contents.keys()) add(path, 'file');
  for (const path of Object.keys(links)) add(path, 'link');
  /** The path behind all links; undefined for a loop. */
  const real = (path: string, left = 40): string | undefined => {
    if (left === 0) return undefined;
    const names = path.split('/').slice(1);
    for (let count = 1; count <= names.length; count++) {
      const start = `/${names.slice(0, count).join('/')}`;
      const target = links[start];
      if (target === undefined) continue;
      return real([resolvePath(folderOf(start), target), ...names.slice(count)].join('/'), left - 1);
    }
    return path;
  };
  const pathsRead = new Set<string>();
  return {
    pathsRead,
    list: (folder) => {
      const found = entries.get(real(folder) ?? '?') ?? new Map<string, FolderEntry['kind']>();
      return Promise.resolve(order(Array.from(found, ([name, kind]) => ({ name, kind }))));
    },
    stat: (path) => {
      const realPath = real(path);
      const content = contents.get(realPath ?? '?');
      if (realPath !== undefined && content) return Promise.resolve({ kind: 'file', bytes: content.length, realPath });
      const isFolder = realPath !== undefined && entries.has(realPath);
      return Promise.resolve(isFolder ? { kind: 'folder', bytes: 0, realPath } : undefined);
    },
    read: (path, mostBytes) => {
      const content = contents.get(real(path) ?? '?');
      if (content) pathsRead.add(real(path)!);
      return Promise.resolve(
        content && new TextDecoder('utf-8', { ignoreBOM: true }).decode(content.subarray(0, mostBytes)),
      );
    },
  };
}
