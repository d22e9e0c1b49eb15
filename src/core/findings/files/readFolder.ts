import { ignoredBy, type IgnoreFile } from '../../prompts/ignoredFiles';
import type { FolderFiles } from './folderFiles';
import { foldersAbove } from './pathsInFolder';

/** What is asked of a file system. Paths are relative to the folder, with forward slashes; '' is the folder itself. */
export interface FolderReader {
  /** What is in a folder; nothing for one that cannot be read. */
  list(path: string): Promise<readonly FolderEntry[]>;
  /** The text of a file; undefined for one that cannot be read. */
  read(path: string): Promise<string | undefined>;
}

/** A link counts as such, whatever it leads to. */
export interface FolderEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'link';
}

/** A folder as it was read. */
export interface ReadFolder {
  readonly files: FolderFiles;
  /** Whether it is a whole checkout of Git. Otherwise a file that is missing may be elsewhere. */
  readonly isWhole: boolean;
}

/** Git's own rules for a folder and what is below it. */
interface FolderRules {
  readonly files: readonly IgnoreFile[];
  readonly isIgnored: (path: string) => boolean;
}

const MOST_FILES = 50_000;
const NEVER = new Set(['.git', 'node_modules']);

/** The files of a folder that Git does not ignore, 50,000 at most. */
export async function readFolder(reader: FolderReader): Promise<ReadFolder> {
  const root = await reader.list('');
  const isSparse = (await reader.read('.git/info/sparse-checkout')) !== undefined;
  const rules = new Map<string, FolderRules>();
  const paths: string[] = [];
  const links: string[] = [];
  /** Returns false when there are too many files. */
  const walk = async (folder: string, entries: readonly FolderEntry[], above: FolderRules): Promise<boolean> => {
    const own = entries.some(({ name }) => name === '.gitignore')
      ? await reader.read(`${folder}.gitignore`)
      : undefined;
    const here =
      own === undefined ? above : rulesOf([...above.files, { folder: `/${folder}`.slice(0, -1), text: own }]);
    rules.set(folder, here);
    for (const { name, kind } of entries) {
      const path = folder + name;
      if (NEVER.has(name) || here.isIgnored(kind === 'folder' ? `/${path}/` : `/${path}`)) continue;
      if (kind === 'link') links.push(path);
      if (kind !== 'folder') paths.push(path);
      else if (!(await walk(`${path}/`, await reader.list(path), here))) return false;
      if (paths.length > MOST_FILES) return false;
    }
    return true;
  };
  const exclude = (await reader.read('.git/info/exclude')) ?? '';
  const isComplete = await walk('', root, rulesOf([{ folder: '', text: exclude }]));
  return {
    files: folderFiles(paths, links, (path) => rulesAbove(rules, path).isIgnored(`/${path}`)),
    isWhole: isComplete && !isSparse && root.some(({ name }) => name === '.git'),
  };
}

function folderFiles(
  paths: readonly string[],
  links: readonly string[],
  isIgnored: (path: string) => boolean,
): FolderFiles {
  const known = new Set(paths.flatMap((path) => [path, ...foldersAbove(path)]));
  return {
    paths,
    // What is behind a link is not known, so it counts as there.
    has: (path) => known.has(path.replace(/\/+$/, '')) || links.some((link) => path.startsWith(`${link}/`)),
    isIgnored,
    read: () => undefined,
  };
}

function rulesOf(files: readonly IgnoreFile[]): FolderRules {
  return { files, isIgnored: ignoredBy(files) };
}

/** The rules of the nearest folder above a path. */
function rulesAbove(rules: ReadonlyMap<string, FolderRules>, path: string): FolderRules {
  const nearest = foldersAbove(path).find((folder) => rules.has(`${folder}/`));
  return rules.get(nearest === undefined ? '' : `${nearest}/`)!;
}
