import * as vscode from 'vscode';
import { documentRole } from '../host/documentRole';
import { SAMPLE, SAMPLE_CARET, SAMPLE_FILE } from './walkthroughSamplePrompt';

/**
 * Focuses the prompt or text that a step of the walkthrough is about: a visible one, or else one in a tab, or else a new
 * sample in the folder `storage`.
 */
export async function focusPrompt(storage: vscode.Uri): Promise<void> {
  const { activeTextEditor, visibleTextEditors } = vscode.window;
  const visible = [activeTextEditor, ...visibleTextEditors].find((editor) => editor && isPromptOrText(editor.document));
  if (visible) {
    await vscode.window.showTextDocument(visible.document, { viewColumn: visible.viewColumn });
    return;
  }
  const inTab = await promptInTab();
  const editor = await vscode.window.showTextDocument(inTab ?? (await newSample(storage)), vscode.ViewColumn.Beside);
  if (inTab) return;
  const caret = editor.document.positionAt(SAMPLE_CARET);
  editor.selection = new vscode.Selection(caret, caret);
}

/** A file rather than an untitled document, which would ask to be saved. */
async function newSample(storage: vscode.Uri): Promise<vscode.TextDocument> {
  const uri = vscode.Uri.joinPath(storage, SAMPLE_FILE);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(SAMPLE));
  return vscode.workspace.openTextDocument(uri);
}

/** The first prompt or text in any tab; undefined without one. */
async function promptInTab(): Promise<vscode.TextDocument | undefined> {
  for (const { input } of vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs)) {
    if (!(input instanceof vscode.TabInputText)) continue;
    const document = await Promise.resolve(vscode.workspace.openTextDocument(input.uri)).catch(() => undefined);
    if (document && isPromptOrText(document)) return document;
  }
  return undefined;
}

function isPromptOrText(document: vscode.TextDocument): boolean {
  return documentRole(document) !== 'other';
}
