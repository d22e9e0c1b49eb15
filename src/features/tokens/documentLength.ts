import type * as vscode from 'vscode';

/** Length of a document in UTF-16 code units, without joining its lines. */
export function lengthOf(document: vscode.TextDocument): number {
  return document.offsetAt(document.lineAt(document.lineCount - 1).range.end);
}
