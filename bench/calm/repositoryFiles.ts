import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root, workspace } from '../../test/helpers/fixtures';
import { jsonLines } from '../jsonLines';

/** A file of a repository. */
export interface RepositoryFile {
  /** The repository. */
  readonly source: string;
  /** The path in it, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** The files that `file` has, one JSON object a line. @throws for a line without source, path and text */
export function filesIn(file: string): RepositoryFile[] {
  return jsonLines(file, 'source', 'path', 'text');
}

/** The sample prompts of the tests, and the pages about the features, which are texts. */
export function sampleFiles(): RepositoryFile[] {
  return [...filesOf(workspace), ...filesOf(path.join(root, 'docs'))];
}

function filesOf(folder: string): RepositoryFile[] {
  const names = readdirSync(folder).filter((name) => /\.(?:md|txt)$/.test(name));
  return names.map((name) => ({
    source: folder,
    path: name,
    text: readFileSync(path.join(folder, name), 'utf8'),
  }));
}

/** Up to `count` of the items, evenly spread. */
export function evenSample<Item>(items: readonly Item[], count: number): Item[] {
  const size = Math.min(count, items.length);
  return Array.from({ length: size }, (_, index) => items[Math.floor((index * items.length) / size)]!);
}
