import * as vscode from 'vscode';
import { activePrompt, isPrompt } from '../host/prompts';

const WALKTHROUGH = 'left-context.left-context#leftContext.walkthrough';

/** For a reader who has no prompt open. */
const SAMPLE = `You are an editor who reads reports for a bank.

# Task

Summarize the report in three sentences. Name the bank and the river bank that it writes about.
Write in the language of the report, for a reader who has never seen it.
`;

/** The commands of the walkthrough's steps: each runs another one on a prompt, since the walkthrough itself has the focus. */
export function registerWalkthrough(): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand('leftContext.openWalkthrough', () =>
      vscode.commands.executeCommand('workbench.action.openWalkthrough', WALKTHROUGH, false),
    ),
    vscode.commands.registerCommand('leftContext.tryOnPrompt', async (command: unknown) => {
      // Links in the walkthrough name commands of this extension alone.
      if (typeof command !== 'string' || !command.startsWith('leftContext.')) return;
      await bringPrompt();
      await vscode.commands.executeCommand(command);
    }),
  );
}

/** Gives the focus to a prompt of the reader's: one that is seen, else one in a tab, else a sample to write over. */
async function bringPrompt(): Promise<void> {
  const editor = activePrompt() ?? vscode.window.visibleTextEditors.find(({ document }) => isPrompt(document));
  if (editor) {
    await vscode.window.showTextDocument(editor.document, { viewColumn: editor.viewColumn });
    return;
  }
  const document =
    (await promptInTab()) ?? (await vscode.workspace.openTextDocument({ language: 'markdown', content: SAMPLE }));
  const shown = await vscode.window.showTextDocument(document, vscode.ViewColumn.Beside);
  if (!document.isUntitled) return;
  const caret = document.positionAt(document.getText().indexOf('bank and the river') + 'bank'.length);
  shown.selection = new vscode.Selection(caret, caret);
}

async function promptInTab(): Promise<vscode.TextDocument | undefined> {
  for (const { input } of vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs)) {
    if (!(input instanceof vscode.TabInputText)) continue;
    const document = await Promise.resolve(vscode.workspace.openTextDocument(input.uri)).catch(() => undefined);
    if (document && isPrompt(document)) return document;
  }
  return undefined;
}
