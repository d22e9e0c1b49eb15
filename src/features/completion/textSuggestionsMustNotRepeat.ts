import * as vscode from 'vscode';

/** UTF-16 code units right of the caret that a suggestion must not repeat. */
const LOOK_AHEAD = 200;

/** The text right of the caret that a suggestion must not repeat. */
export function textNotToRepeat(document: vscode.TextDocument, position: vscode.Position): string {
  return document.getText(new vscode.Range(position, document.positionAt(document.offsetAt(position) + LOOK_AHEAD)));
}
