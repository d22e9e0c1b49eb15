import * as vscode from 'vscode';
import { focusPrompt } from './whichPromptWalkthroughUses';

const WALKTHROUGH = 'left-context.left-context#leftContext.walkthrough';

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
