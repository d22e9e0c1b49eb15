import * as vscode from 'vscode';
import { activePrompt, isPrompt } from '../../host/documentRole';

/** The editor that a page is about: the active prompt's, else `fallback`, else any visible prompt's. */
export function promptEditor(fallback?: vscode.TextEditor): vscode.TextEditor | undefined {
  return activePrompt() ?? fallback ?? vscode.window.visibleTextEditors.find(({ document }) => isPrompt(document));
}
