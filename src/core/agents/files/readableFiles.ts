import type { AgentFiles } from './agentFiles';
import { byPath, isWithin } from './paths';

/** A file of an agent, as far as it may be read here. */
export interface FileContent {
  readonly path: string;
  readonly realPath: string;
  /** Bytes of the whole file. */
  readonly size: number;
  /** With its byte order mark; undefined for a file that is not read here. */
  readonly text: string | undefined;
  /** Why it is not read, as a sentence. */
  readonly unread: string | undefined;
}

/** No agent sends a model as much. */
const LONGEST = 16 * 1024 * 1024;
const DEEPEST = 20;

/**
 * Reads files as an agent does, but only in certain folders: a project must not make other files of this machine appear. What a
 * link or an import leads to elsewhere is found, and not read.
 */
export class ReadableFiles {
  readonly #files: AgentFiles;
  readonly #folders: readonly string[];
  readonly #named: readonly string[];
  readonly #realFolders = new Map<string, Promise<string | undefined>>();
  /** Links to folders that are not read here, with what they lead to. */
  readonly linksElsewhere = new Map<string, string>();

  /**
   * @param folders whose files may be read
   * @param named folders whose files may be read by their names, if no link leads to them: those above, and the user's own
   */
  constructor(files: AgentFiles, folders: readonly string[], named: readonly string[] = []) {
    this.#files = files;
    this.#folders = folders;
    this.#named = named;
  }

  /**
   * A file that the agent looks for by its name; undefined without one.
   *
   * @param mostBytes reads no more than these
   */
  async named(path: string, mostBytes = LONGEST): Promise<FileContent | undefined> {
    return this.#content(path, mostBytes, async (realPath) => {
      return (await this.#isIn(this.#folders, realPath)) || (await this.#isNamed(path, realPath));
    });
  }

  /** Files that the agent looks for by their names; those that are there, in the same order. */
  async allNamed(paths: readonly string[]): Promise<FileContent[]> {
    const found = await Promise.all(paths.map((path) => this.named(path)));
    return found.flatMap((file) => file ?? []);
  }

  /**
   * A file that another one names; undefined without one. One in the user's own folder may name others there.
   *
   * @param by the file that names it
   * @param root folder that the agent does not leave
   */
  async imported(path: string, by: string, root = ''): Promise<FileContent | undefined> {
    return this.#content(path, LONGEST, async (realPath) => {
      const own = this.#named.filter(
        (folder) => folder !== '' && !isWithin(folder, this.#folders[0]!) && isWithin(folder, by),
      );
      return (await this.#isIn([...this.#folders, ...own], realPath)) && (await this.#isIn([root], realPath));
    });
  }

  /**
   * The files in a folder and in those below it, links followed, in the order of their paths. A folder that several links lead to
   * is read once, so loops end.
   *
   * @param mostLevels of folders below the first one
   */
  async below(folder: string, mostLevels = DEEPEST): Promise<string[]> {
    const seen = new Set<string>();
    const walk = async (path: string, levels: number): Promise<string[]> => {
      const stat = await this.#files.stat(path);
      if (stat?.kind === 'file') return [path];
      if (stat === undefined || seen.has(stat.realPath) || levels < 0) return [];
      if (!(await this.#isIn(this.#folders, stat.realPath)) && !(await this.#isNamed(path, stat.realPath))) {
        this.linksElsewhere.set(path, stat.realPath);
        return [];
      }
      seen.add(stat.realPath);
      const found: string[] = [];
      const entries = (await this.#files.list(path)).toSorted((a, b) => byPath(a.name, b.name));
      for (const { name, kind } of entries)
        found.push(...(kind === 'file' ? [`${path}/${name}`] : await walk(`${path}/${name}`, levels - 1)));
      return found;
    };
    return (await walk(folder, mostLevels)).sort(byPath);
  }

  async #content(
    path: string,
    mostBytes: number,
    mayRead: (realPath: string) => Promise<boolean>,
  ): Promise<FileContent | undefined> {
    const stat = await this.#files.stat(path);
    if (stat?.kind !== 'file') return undefined;
    const { realPath, bytes: size } = stat;
    const file = { path, realPath, size, text: undefined };
    if (!(await mayRead(realPath))) return { ...file, unread: `It lies in ${realPath}, and is not read here.` };
    if (Math.min(size, mostBytes) > LONGEST || (size > LONGEST && mostBytes === LONGEST))
      return { ...file, unread: 'It has more than 16 MiB, and is not read here.' };
    const text = await this.#files.read(path, Math.min(size, mostBytes));
    return { ...file, text, unread: text === undefined ? 'It cannot be read.' : undefined };
  }

  async #isIn(folders: readonly string[], realPath: string): Promise<boolean> {
    const real = await Promise.all(folders.map((folder) => this.#realFolder(folder)));
    return real.some((folder) => folder !== undefined && isWithin(folder, realPath));
  }

  /** Whether a path in one of the named folders leads nowhere else. */
  async #isNamed(path: string, realPath: string): Promise<boolean> {
    const folders = this.#named.filter((each) => isWithin(each, path));
    const real = await Promise.all(folders.map((folder) => this.#realFolder(folder)));
    return folders.some((folder, index) => `${real[index]}${path.slice(folder.length)}` === realPath);
  }

  #realFolder(folder: string): Promise<string | undefined> {
    const known = this.#realFolders.get(folder) ?? this.#realPath(folder);
    this.#realFolders.set(folder, known);
    return known;
  }

  async #realPath(folder: string): Promise<string | undefined> {
    return folder === '' ? '' : (await this.#files.stat(folder))?.realPath;
  }
}

/** The text of a file without its byte order mark; empty where it may not be read. */
export function textIn({ text }: FileContent): string {
  return (text ?? '').replace(/^\uFEFF/, '');
}
