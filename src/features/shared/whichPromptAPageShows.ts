import * as vscode from 'vscode';
import { activeEditorToRead, textToRead } from '../../host/textToRead';

/** The editor that a page is about: the active one, else `fallback`, else any visible one with something to read. */
export function promptEditor(fallback?: vscode.TextEditor): vscode.TextEditor | undefined {
  return activeEditorToRead() ?? fallback ?? vscode.window.visibleTextEditors.find((editor) => textToRead(editor));
}
