import * as vscode from 'vscode';
import { codex } from '../../core/agents/rules/codex';
import { SearchedPaths } from '../../core/prompts/globs/pathTest';
import type { LoadedFile, Reading } from '../../core/agents/reading';
import { folderPath } from '../../host/agentFiles.node';
import { situationAt } from '../agents/agentSituation';

/** Bytes of a UTF-8 byte order mark, which VS Code hides. */
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** A file that Codex reads, in bytes of the budget that all files of the chain share. */
export interface PlaceInChain {
  /** Bytes that Codex reads of other files before, the file's own byte order mark included. */
  readonly bytesBefore: number;
  readonly budget: number;
}

/** What Codex reads when it is started in the folder of a file. */
export function codexChain(uri: vscode.Uri): Promise<Reading> {
  const situation = situationAt({ folder: vscode.Uri.joinPath(uri, '..'), opened: uri });
  // Files outside of the chain play no part, and there may be many.
  const project = (root: string) =>
    Promise.resolve({ root, paths: [], searched: new SearchedPaths([]), ignoredFolders: [], isComplete: false });
  return codex.read({ ...situation, project });
}

/** The files of a chain that share the budget, the topmost first. */
export function filesInBudget({ loaded }: Reading): (LoadedFile & { readonly bytesBefore: number })[] {
  return loaded.filter((file): file is LoadedFile & { bytesBefore: number } => file.bytesBefore !== undefined);
}

/** The place of a file in its chain; undefined for one that Codex does not read at all, such as a hidden one. */
export async function placeInChain(uri: vscode.Uri): Promise<PlaceInChain | undefined> {
  const reading = await codexChain(uri);
  const path = folderPath(uri);
  const file = filesInBudget(reading).find((each) => each.path === path);
  const isDropped = reading.never.some((each) => each.path === path && each.rule === codex.rules['budget']);
  if (!reading.budget || (!file && !isDropped)) return undefined;
  const { bytes: budget } = reading.budget;
  return { bytesBefore: (file?.bytesBefore ?? budget) + (await byteOrderMarkOf(uri)), budget };
}

async function byteOrderMarkOf(uri: vscode.Uri): Promise<number> {
  try {
    const content = await vscode.workspace.fs.readFile(uri);
    return BYTE_ORDER_MARK.every((byte, index) => content[index] === byte) ? BYTE_ORDER_MARK.length : 0;
  } catch {
    return 0;
  }
}
