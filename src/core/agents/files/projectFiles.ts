import { SearchedPaths } from '../../prompts/globs/pathTest';
import { ignoredItselfBy, type IgnoreFile } from '../../prompts/ignoredFiles';
import type { AgentFiles } from './agentFiles';
import { byPath } from './paths';
import { ReadableFiles } from './readableFiles';

/** The files of a project, by paths from its root, in the order of their letters. */
export interface ProjectFiles {
  readonly root: string;
  readonly paths: readonly string[];
  readonly searched: SearchedPaths;
  /** Whether all files are known. Otherwise there are more than 100,000. */
  readonly isComplete: boolean;
}

const MOST_FILES = 100_000;
/** Nobody keeps instructions there, and there are many files. */
const NEVER = new Set(['.git', 'node_modules']);

/** A folder to read, with Git's rules for what is in it. */
interface Folder {
  readonly path: string;
  readonly ignoreFiles: readonly IgnoreFile[];
  readonly isIgnored: (path: string) => boolean;
}

/**
 * The files of a folder and of those in it. Folders that Git ignores are left out, files that it ignores are not: an agent reads
 * them as it reads others. Links are listed, and never followed, so loops end.
 */
export async function projectFiles(files: AgentFiles, root: string): Promise<ProjectFiles> {
  const paths: string[] = [];
  const exclude = (await new ReadableFiles(files, [root]).named(`${root}/.git/info/exclude`))?.text ?? '';
  let level = [withRules({ path: '', ignoreFiles: [], isIgnored: () => false }, exclude)];
  while (level.length > 0 && paths.length <= MOST_FILES) {
    const contents = await Promise.all(level.map((folder) => contentsOf(files, root, folder)));
    for (const each of contents) paths.push(...each.files);
    level = contents.flatMap(({ folders }) => folders);
  }
  paths.sort(byPath);
  return { root, paths, searched: new SearchedPaths(paths), isComplete: level.length === 0 };
}

async function contentsOf(files: AgentFiles, root: string, above: Folder) {
  const { path } = above;
  const entries = (await files.list(`${root}${path && `/${path}`}`)).filter(({ name }) => !NEVER.has(name));
  const hasRules = entries.some(({ name, kind }) => name === '.gitignore' && kind === 'file');
  const rules = hasRules ? ((await files.read(`${root}/${below(path, '.gitignore')}`)) ?? '') : '';
  const folder = withRules(above, rules);
  const pathsOf = (isWanted: boolean) =>
    entries.filter(({ kind }) => (kind === 'folder') === isWanted).map(({ name }) => below(path, name));
  return {
    files: pathsOf(false),
    folders: pathsOf(true)
      .filter((each) => !folder.isIgnored(`/${each}/`))
      .map((each) => ({ ...folder, path: each })),
  };
}

/** The folder with rules of its own, as a file with this text has them. */
function withRules(folder: Folder, text: string): Folder {
  if (text === '') return folder;
  const ignoreFiles = [...folder.ignoreFiles, { folder: folder.path && `/${folder.path}`, text }];
  return { path: folder.path, ignoreFiles, isIgnored: ignoredItselfBy(ignoreFiles) };
}

function below(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
