import * as vscode from 'vscode';
import { agentsFileChain, pathsToLookAt, type AgentsFileChain } from '../../core/prompts/agentsFileChain';

/** Bytes of a UTF-8 byte order mark, which VS Code hides. */
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/**
 * How many bytes an agent reads of other files before a file of the AGENTS.md chain, its byte order mark included; undefined
 * for a file that it does not read at all, because another one of the folder comes first.
 *
 * @param budget of the whole chain, in bytes
 */
export async function bytesBeforeInChain(uri: vscode.Uri, budget: number): Promise<number | undefined> {
  const file = (await chainOf(uri, budget)).files.find(({ path }) => path === uri.path);
  return file && file.start + (await byteOrderMarkOf(uri));
}

/** The AGENTS.md files that an agent reads in the folder of one of them, as they are saved. */
export async function chainOf(uri: vscode.Uri, budget?: number): Promise<AgentsFileChain> {
  const found = await Promise.all(
    pathsToLookAt(uri.path).map(async (path) => {
      const { size } = await sizeOf(uri.with({ path }));
      return [path, size] as const;
    }),
  );
  const bytes = new Map(found.flatMap(([path, size]) => (size === undefined ? [] : [[path, size] as const])));
  // A file that was not saved yet counts as if it were there.
  if (!bytes.has(uri.path)) bytes.set(uri.path, 0);
  return agentsFileChain(uri.path, bytes, budget);
}

async function sizeOf(uri: vscode.Uri): Promise<{ readonly size: number | undefined }> {
  try {
    return await vscode.workspace.fs.stat(uri);
  } catch {
    return { size: undefined };
  }
}

async function byteOrderMarkOf(uri: vscode.Uri): Promise<number> {
  try {
    const content = await vscode.workspace.fs.readFile(uri);
    return BYTE_ORDER_MARK.every((byte, index) => content[index] === byte) ? BYTE_ORDER_MARK.length : 0;
  } catch {
    return 0;
  }
}
