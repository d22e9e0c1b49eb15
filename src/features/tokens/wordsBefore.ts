import * as vscode from 'vscode';

/** UTF-16 code units of the words before a limit. */
const LENGTH = 40;

/** The last words before an offset in a document, on one line. */
export function wordsBefore(document: vscode.TextDocument, offset: number): string {
  const range = new vscode.Range(document.positionAt(offset - LENGTH), document.positionAt(offset));
  return document
    .getText(range)
    .replace(/\s+/g, ' ')
    .replace(/^\S*\s/, '')
    .trim();
}
