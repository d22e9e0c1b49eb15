import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { exportsFolder } from './exports';
import type { Served } from './loopbackHub';

/** The files of an export as a hub serves them: graphs from LFS. */
export function exportOnHub(family: string): Record<string, Served> {
  const folder = path.join(exportsFolder, family);
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => path.relative(folder, path.join(parentPath, name)))
    .filter((name) => !/external|fused/.test(name));
  return Object.fromEntries(
    names.map((name) => {
      const served = { content: readFileSync(path.join(folder, name)), isLarge: name.endsWith('.onnx') };
      return [name.replaceAll(path.sep, '/'), served];
    }),
  );
}

/** The same without its graphs. */
export function withoutGraphs(files: Readonly<Record<string, Served>>): Record<string, Served> {
  return Object.fromEntries(Object.entries(files).filter(([name]) => !name.endsWith('.onnx')));
}
