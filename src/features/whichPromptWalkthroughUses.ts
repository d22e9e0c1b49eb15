import * as vscode from 'vscode';
import { activePrompt, isPrompt } from '../host/promptSelector';
import { SAMPLE, SAMPLE_CARET } from './walkthroughSamplePrompt';

/** Focuses the prompt that a step of the walkthrough is about: a visible one, or else one in a tab, or else a new sample. */
export async function focusPrompt(): Promise<void> {
  const editor = activePrompt() ?? vscode.window.visibleTextEditors.find(({ document }) => isPrompt(document));
  if (editor) {
    await vscode.window.showTextDocument(editor.document, { viewColumn: editor.viewColumn });
    return;
  }
  const document =
    (await promptInTab()) ?? (await vscode.workspace.openTextDocument({ language: 'markdown', content: SAMPLE }));
  const shown = await vscode.window.showTextDocument(document, vscode.ViewColumn.Beside);
  if (!document.isUntitled) return;
  const caret = document.positionAt(SAMPLE_CARET);
  shown.selection = new vscode.Selection(caret, caret);
}

/** The first prompt in any tab; undefined without one. */
async function promptInTab(): Promise<vscode.TextDocument | undefined> {
  for (const { input } of vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs)) {
    if (!(input instanceof vscode.TabInputText)) continue;
    const document = await Promise.resolve(vscode.workspace.openTextDocument(input.uri)).catch(() => undefined);
    if (document && isPrompt(document)) return document;
  }
  return undefined;
}
