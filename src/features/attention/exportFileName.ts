import * as vscode from 'vscode';
import type { AttentionSnapshot } from './attentionSnapshot';
import type { FormatItem } from './exportFormats';

/** The suggested name and folder of an export: named after the prompt's file, beside it or else in the workspace. */
export function saveOptions(
  { document, title }: AttentionSnapshot,
  { extension, label }: FormatItem,
): vscode.SaveDialogOptions {
  const name = `${title.replace(/(?<=.)\.[^.]*$/, '')}-attention.${extension}`;
  const isOnDisk = document.uri.scheme === 'file';
  const folder = isOnDisk ? vscode.Uri.joinPath(document.uri, '..') : vscode.workspace.workspaceFolders?.[0]?.uri;
  return {
    defaultUri: folder ? vscode.Uri.joinPath(folder, name) : vscode.Uri.file(name),
    filters: { [label]: [extension!] },
  };
}
