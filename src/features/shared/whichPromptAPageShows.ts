import * as vscode from 'vscode';
import { activeEditorToRead, textToRead } from '../../host/textToRead';

/** The editor that a page is about: the active one, else `fallback`, else any visible one with something to read. */
export function promptEditor(fallback?: vscode.TextEditor): vscode.TextEditor | undefined {
  return activeEditorToRead() ?? fallback ?? vscode.window.visibleTextEditors.find((editor) => textToRead(editor));
}

/** The visible editor of a document; of several, the active one, else `last`. Undefined when none shows it. */
export function visibleEditorOf(
  document: vscode.TextDocument | undefined,
  last: vscode.TextEditor | undefined,
): vscode.TextEditor | undefined {
  const editors = vscode.window.visibleTextEditors.filter((editor) => editor.document === document);
  const active = editors.find((editor) => editor === vscode.window.activeTextEditor);
  return active ?? editors.find((editor) => editor === last) ?? editors[0];
}
