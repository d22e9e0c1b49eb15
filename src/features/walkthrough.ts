import * as vscode from 'vscode';
import { activePrompt, isPrompt } from '../host/promptSelector';

const WALKTHROUGH = 'left-context.left-context#leftContext.walkthrough';

/** The prompt of a reader who has none open. */
const SAMPLE = `You are an editor who reads reports for a bank.

# Task

Read the report, and then write a summary of it in three sentences.
Name the bank, and the bank of the river on which it stands.
`;
/** Its caret: after a word that is much likelier with the right context. */
const SAMPLE_CARET = SAMPLE.indexOf('report,') + 'report'.length;

/** Commands that the steps try out. */
const TRIED_COMMANDS = [
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
 * The commands of the walkthrough's steps. Each focuses a prompt, since the walkthrough has the focus, and runs the command
 * that the step is about. VS Code ticks a step off by the name of its command.
 */
export function registerWalkthrough(): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand('leftContext.openWalkthrough', () =>
      vscode.commands.executeCommand('workbench.action.openWalkthrough', WALKTHROUGH, false),
    ),
    ...TRIED_COMMANDS.map((name) =>
      vscode.commands.registerCommand(`leftContext.try.${name}`, async () => {
        await focusPrompt();
        await vscode.commands.executeCommand(`leftContext.${name}`);
      }),
    ),
  );
}

/** Focuses a visible prompt, or else one in a tab, or else a new sample. */
async function focusPrompt(): Promise<void> {
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
