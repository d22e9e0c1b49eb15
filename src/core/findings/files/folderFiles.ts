/** The files of a folder that was checked out as a whole. Paths are relative to it, with forward slashes: `docs/style.md`. */
export interface FolderFiles {
  /** All files, those that Git ignores aside. */
  readonly paths: readonly string[];
  /** Whether there is a file or a folder at a path, ignored ones included. */
  has(path: string): boolean;
  /** Whether Git ignores a path, which need not exist. */
  isIgnored(path: string): boolean;
  /** The text of a Markdown file; undefined where it is not known. */
  read(path: string): string | undefined;
}
