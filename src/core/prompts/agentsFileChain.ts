import { BYTES_OF_AGENTS_CHAIN } from './limitsOfPromptFiles';

/** A file of a chain, and what an agent reads of it. */
export interface FileInChain {
  readonly path: string;
  /** Its bytes in the chain, files above it first: [start, end). */
  readonly start: number;
  readonly end: number;
  /** How many of its bytes are read. */
  readonly read: number;
}

export interface AgentsFileChain {
  /** The files that are read, the one of the topmost folder first. */
  readonly files: readonly FileInChain[];
  /** Files that are not read because another file of their folder comes before them. */
  readonly hidden: readonly { readonly path: string; readonly by: string }[];
}

/** Codex's names of instructions, in the order in which a folder is searched. */
const NAMES = ['AGENTS.override.md', 'AGENTS.md'];
const ROOT_MARKER = '.git';

/**
 * The paths whose existence decides which AGENTS.md files Codex reads when it works in the folder of the file at `path`: in
 * each folder from that of the file up to the root of the disk, `.git` and the files with instructions.
 */
export function pathsToLookAt(path: string): string[] {
  return foldersAbove(path).flatMap((folder) => [ROOT_MARKER, ...NAMES].map((name) => `${folder}/${name}`));
}

/**
 * The AGENTS.md files that Codex reads when it works in the folder of the file at `path`: one from each folder, from the one
 * with `.git` down; without `.git`, only that of the folder itself. They share one budget, and the topmost spends it first.
 * Source: https://github.com/openai/codex/blob/main/codex-rs/core/src/agents_md.rs
 *
 * @param path absolute, with forward slashes
 * @param bytes how many bytes the existing ones of `pathsToLookAt` have; any number for `.git`
 * @param budget in bytes, over all files
 */
export function agentsFileChain(
  path: string,
  bytes: ReadonlyMap<string, number>,
  budget = BYTES_OF_AGENTS_CHAIN,
): AgentsFileChain {
  const folders = foldersAbove(path);
  const rootIndex = folders.findIndex((folder) => bytes.has(`${folder}/${ROOT_MARKER}`));
  const fromRoot = folders.slice(0, Math.max(rootIndex, 0) + 1).reverse();
  const found = fromRoot.map((folder) => NAMES.map((name) => `${folder}/${name}`).filter((file) => bytes.has(file)));
  const files: FileInChain[] = [];
  let start = 0;
  for (const [file] of found) {
    if (file === undefined) continue;
    const end = start + (bytes.get(file) ?? 0);
    files.push({ path: file, start, end, read: Math.max(0, Math.min(end, budget) - start) });
    start = end;
  }
  const hidden = found.flatMap(([by, ...rest]) => (by === undefined ? [] : rest.map((file) => ({ path: file, by }))));
  return { files, hidden };
}

/** The folders above a path, the nearest first, without a slash at the end: '' is the root. */
function foldersAbove(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, depth) => parts.slice(0, parts.length - depth).join('/'));
}
