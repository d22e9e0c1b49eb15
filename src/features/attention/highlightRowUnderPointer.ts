import * as vscode from 'vscode';

/** Milliseconds that a row stays highlighted: VS Code does not report when the pointer leaves a token of the editor. */
export const HIGHLIGHT_MS = 3000;

/** Highlights the row of the token under the pointer in a prompt: calls `pointAt` with its place. Shows no hover. */
export function registerRowHighlight(
  pointAt: (document: vscode.TextDocument, position: vscode.Position) => void,
): vscode.Disposable {
  return vscode.languages.registerHoverProvider('*', {
    provideHover(document, position) {
      pointAt(document, position);
      return undefined;
    },
  });
}
