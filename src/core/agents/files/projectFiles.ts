import { SearchedPaths } from '../../prompts/globs/pathTest';
import { ignoredItselfBy, type IgnoreFile } from '../../prompts/ignoredFiles';
import type { AgentFiles } from './agentFiles';
import { byPath, foldersDown } from './paths';
import { projectRoot } from './projectRoot';
import { ReadableFiles } from './readableFiles';

/** The files of a project, by paths from its root, in the order of their letters. */
export interface ProjectFiles {
  readonly root: string;
  readonly paths: readonly string[];
  readonly searched: SearchedPaths;
  /** Folders that Git ignores, whose files are not known; by paths from the root. */
  readonly ignoredFolders: readonly string[];
  /** Whether all other files are known. Otherwise there are more than 100,000. */
  readonly isComplete: boolean;
}

const MOST_FILES = 100_000;
/** Nobody keeps instructions there, and there are many files. */
const NEVER = new Set(['.git', 'node_modules']);

/** A folder to read, with Git's rules for what is in it. */
interface Folder {
  /** Absolute. */
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
  const ignored: string[] = [];
  let level = [await withRulesAbove(files, root)];
  while (level.length > 0 && paths.length <= MOST_FILES) {
    const contents = await Promise.all(level.map((folder) => contentsOf(files, folder)));
    for (const each of contents) {
      paths.push(...each.files);
      ignored.push(...each.ignored);
    }
    level = contents.flatMap(({ folders }) => folders);
  }
  const fromRoot = (all: string[]) => all.map((path) => path.slice(root.length + 1)).sort(byPath);
  const own = fromRoot(paths);
  return {
    root,
    paths: own,
    searched: new SearchedPaths(own),
    ignoredFolders: fromRoot(ignored),
    isComplete: level.length === 0,
  };
}

/** Reads each project once, and keeps it in `known`. */
export function projectsOnce(
  files: AgentFiles,
  known = new Map<string, Promise<ProjectFiles>>(),
): (root: string) => Promise<ProjectFiles> {
  return (root) => {
    const project = known.get(root) ?? projectFiles(files, root);
    known.set(root, project);
    return project;
  };
}

/** The root of a project with the rules of the folders above it in the repository. */
async function withRulesAbove(files: AgentFiles, root: string): Promise<Folder> {
  const repository = await projectRoot(files, root);
  const readable = new ReadableFiles(files, [repository]);
  const textOf = async (path: string) => (await readable.named(path))?.text ?? '';
  let folder = withRules(
    { path: repository, ignoreFiles: [], isIgnored: () => false },
    await textOf(`${repository}/.git/info/exclude`),
  );
  for (const path of foldersDown(repository, root).slice(0, -1))
    folder = withRules({ ...folder, path }, await textOf(`${path}/.gitignore`));
  return { ...folder, path: root };
}

async function contentsOf(files: AgentFiles, above: Folder) {
  const { path } = above;
  const entries = (await files.list(path)).filter(({ name }) => !NEVER.has(name));
  const hasRules = entries.some(({ name, kind }) => name === '.gitignore' && kind === 'file');
  const folder = withRules(above, hasRules ? ((await files.read(`${path}/.gitignore`)) ?? '') : '');
  const folders = entries.filter(({ kind }) => kind === 'folder').map(({ name }) => `${path}/${name}`);
  const isIgnored = (each: string) => folder.isIgnored(`${each}/`);
  return {
    files: entries.filter(({ kind }) => kind !== 'folder').map(({ name }) => `${path}/${name}`),
    folders: folders.filter((each) => !isIgnored(each)).map((each) => ({ ...folder, path: each })),
    ignored: folders.filter(isIgnored),
  };
}

/** The folder with rules of its own, as a file with this text has them. */
function withRules(folder: Folder, text: string): Folder {
  if (text === '') return folder;
  const ignoreFiles = [...folder.ignoreFiles, { folder: folder.path, text }];
  return { path: folder.path, ignoreFiles, isIgnored: ignoredItselfBy(ignoreFiles) };
}
