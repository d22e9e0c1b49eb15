import * as vscode from 'vscode';

/** Name of a document's file. */
export function fileName({ uri }: vscode.TextDocument): string {
  return vscode.workspace.asRelativePath(uri).replaceAll('\\', '/').split('/').at(-1)!;
}
