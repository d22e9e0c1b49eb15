import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { FileToOpen } from './observation';
import type { PlantedFile } from './plantedFile';
import type { RepositoryFile } from './repositoryFiles';

/**
 * Writes each repository into a folder of its own in `folder`, with a `.git`. The names of the folders say nothing, so that
 * paths in the repositories alone decide what kind of file each is.
 *
 * @returns the files, in their order
 */
export function writeRepositories(folder: string, files: readonly RepositoryFile[]): FileToOpen[] {
  const sources = [...new Set(files.map(({ source }) => source))];
  return files.map(({ source, path: name, text }) => {
    const repository = path.join(folder, `repository-${sources.indexOf(source) + 1}`);
    return { path: `/${name}`, file: write(repository, name, text), mustBeReported: false };
  });
}

/** Writes each planted file into a repository of its own, with the others that belong to it. */
export function writePlantedFiles(folder: string, planted: readonly PlantedFile[]): FileToOpen[] {
  return planted.map(({ path: name, within, beyond, others = {} }, index) => {
    const repository = path.join(folder, `planted-${index + 1}`);
    for (const [other, text] of Object.entries(others)) write(repository, other, text);
    return { path: `/${name}`, file: write(repository, name, within + beyond), mustBeReported: true };
  });
}

function write(repository: string, name: string, text: string): string {
  const file = path.join(repository, name);
  if (path.relative(repository, file).startsWith('..'))
    throw new Error('A path leads out of its repository. Correct it.');
  mkdirSync(path.join(repository, '.git'), { recursive: true });
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}
