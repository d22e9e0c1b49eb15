import { realpath } from 'node:fs/promises';
import os from 'node:os';
import * as vscode from 'vscode';
import type { UserFolders } from '../core/agents/agent';
import type { AgentFiles, FolderEntry } from '../core/agents/files/agentFiles';
import { fromSystem } from '../core/agents/files/paths';
import { userFolders } from '../core/agents/files/userFolders';
import { utf8Length } from '../core/prompts/utf8Length';

/**
 * The file system that `base` lies in, as the rules of agents read it. Paths are those of URIs. A document with changes counts as
 * it is in the editor, which is what will be saved.
 */
export function agentFilesAround(base: vscode.Uri): AgentFiles {
  const at = (path: string) => base.with({ path: path || '/', query: '', fragment: '' });
  return {
    list: async (folder) => {
      try {
        return (await vscode.workspace.fs.readDirectory(at(folder))).map(([name, type]) => ({
          name,
          kind: kindOf(type),
        }));
      } catch {
        return [];
      }
    },
    stat: async (path) => {
      try {
        const { type, size } = await vscode.workspace.fs.stat(at(path));
        const kind = type & vscode.FileType.Directory ? 'folder' : type & vscode.FileType.File ? 'file' : undefined;
        if (kind === undefined) return undefined;
        const text = changedText(at(path));
        return { kind, bytes: text === undefined ? size : utf8Length(text), realPath: await realPathOf(at(path)) };
      } catch {
        return undefined;
      }
    },
    read: async (path, mostBytes) => {
      const text = changedText(at(path));
      if (text !== undefined && (mostBytes === undefined || utf8Length(text) <= mostBytes)) return text;
      try {
        const bytes =
          text === undefined ? await vscode.workspace.fs.readFile(at(path)) : new TextEncoder().encode(text);
        return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, mostBytes));
      } catch {
        return undefined;
      }
    },
  };
}

/** A folder as the rules name it: without a slash at the end. */
export function folderPath({ path }: vscode.Uri): string {
  // The letter of a drive is written large and small.
  return path.replace(/\/+$/, '').replace(/^\/[A-Z]:/, (drive) => drive.toLowerCase());
}

/** The agents' folders of the user, if `base` lies on this machine's disk. */
export function userFoldersBeside(base: vscode.Uri): UserFolders | undefined {
  if (base.scheme !== 'file') return undefined;
  return userFolders(fromSystem(os.homedir()), process.env);
}

async function realPathOf(uri: vscode.Uri): Promise<string> {
  return uri.scheme === 'file' ? fromSystem(await realpath(uri.fsPath)) : folderPath(uri);
}

function changedText(uri: vscode.Uri): string | undefined {
  const key = uri.toString();
  return vscode.workspace.textDocuments
    .find((document) => document.isDirty && document.uri.toString() === key)
    ?.getText();
}

function kindOf(type: vscode.FileType): FolderEntry['kind'] {
  if (type & vscode.FileType.SymbolicLink) return 'link';
  return type & vscode.FileType.Directory ? 'folder' : 'file';
}
