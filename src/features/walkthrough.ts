import * as vscode from 'vscode';
import { activePrompt, isPrompt } from '../host/promptDocuments';

const WALKTHROUGH = 'left-context.left-context#leftContext.walkthrough';

/** For a reader who has no prompt open. */
const SAMPLE = `You are an editor who reads reports for a bank.

# Task

Read the report, and then write a summary of it in three sentences.
Name the bank, and the bank of the river on which it stands.
`;
/** Where its caret stands: behind a word that is much likelier when one sees what comes later. */
const SAMPLE_CARET = SAMPLE.indexOf('report,') + 'report'.length;

/** Commands that its steps try out. */
const TRIED = [
  'toggleModelView',
  'showNextToken',
  'toggleTokenView',
  'showSimilarity',
  'showSteps',
  'openAttention',
  'showPositions',
  'compareSides',
  'findHindsight',
  'chooseModel',
] as const;

/**
 * The commands of the walkthrough's steps: each runs another one on a prompt, since the walkthrough itself has the focus. Each
 * has a name of its own, by which VS Code ticks the step off.
 */
export function registerWalkthrough(): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand('leftContext.openWalkthrough', () =>
      vscode.commands.executeCommand('workbench.action.openWalkthrough', WALKTHROUGH, false),
    ),
    ...TRIED.map((name) =>
      vscode.commands.registerCommand(`leftContext.try.${name}`, async () => {
        await bringPrompt();
        await vscode.commands.executeCommand(`leftContext.${name}`);
      }),
    ),
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
  const caret = document.positionAt(SAMPLE_CARET);
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
