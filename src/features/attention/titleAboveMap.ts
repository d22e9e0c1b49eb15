import * as vscode from 'vscode';
import { fileName } from '../shared/nameOfPromptFile';

/** The title above a map: the name of the prompt's file, and “around the caret” when the map covers only a part of it. */
export function panelTitle(document: vscode.TextDocument, coversAll: boolean): string {
  const name = fileName(document);
  return coversAll ? name : vscode.l10n.t('{0}, around the caret', name);
}
