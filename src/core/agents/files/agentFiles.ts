/**
 * What the rules of agents ask of a file system. Paths are those of URIs: absolute, with forward slashes and without one at the
 * end, `/c:/code` on Windows; '' is the root. Links are followed.
 */
export interface AgentFiles {
  /** What is in a folder, in any order; nothing for one that cannot be read. */
  list(folder: string): Promise<readonly FolderEntry[]>;
  /** What is at a path; undefined for nothing. */
  stat(path: string): Promise<FileStat | undefined>;
  /**
   * The text of a file, with its byte order mark; undefined for one that cannot be read.
   *
   * @param mostBytes reads no more than these; of a character that is cut, U+FFFD is left
   */
  read(path: string, mostBytes?: number): Promise<string | undefined>;
}

/** A link counts as such, whatever it leads to. */
export interface FolderEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'link';
}

export interface FileStat {
  readonly kind: 'file' | 'folder';
  readonly bytes: number;
  /** The path behind all links. */
  readonly realPath: string;
}

/** Whether there is a file at a path, or at the end of a link. */
export async function isFile(files: AgentFiles, path: string): Promise<boolean> {
  return (await files.stat(path))?.kind === 'file';
}
