import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { exportsFolder } from './exports';
import type { HubFile } from './loopbackHub';

/** The files of a test export for a LoopbackHub: graphs are in Git LFS. */
export function exportOnHub(family: string): Record<string, HubFile> {
  const folder = path.join(exportsFolder, family);
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => path.relative(folder, path.join(parentPath, name)))
    .filter((name) => !/external|fused/.test(name));
  return Object.fromEntries(
    names.map((name) => {
      const file = { content: readFileSync(path.join(folder, name)), isLarge: name.endsWith('.onnx') };
      return [name.replaceAll(path.sep, '/'), file];
    }),
  );
}

/** These files without the graphs. */
export function withoutGraphs(files: Readonly<Record<string, HubFile>>): Record<string, HubFile> {
  return Object.fromEntries(Object.entries(files).filter(([name]) => !name.endsWith('.onnx')));
}
