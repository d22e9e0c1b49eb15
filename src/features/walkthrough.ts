import * as vscode from 'vscode';
import { EXTENSION_ID } from '../host/extensionId';
import { focusPrompt } from './whichPromptWalkthroughUses';

const WALKTHROUGH = `${EXTENSION_ID}#leftContext.walkthrough`;

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
/** Those among them that would stay switched on. With `true` or `false` they switch on or off. */
const SWITCHES: readonly string[] = ['toggleModelView', 'toggleTokenView'];

/**
 * The commands of the walkthrough's steps. Each focuses a prompt, since the walkthrough has the focus, and runs the command
 * that the step is about. VS Code ticks a step off by the name of its command.
 *
 * What a step switched on goes off with the next step, and when the walkthrough is closed.
 *
 * @param storage the folder for the sample
 */
export function registerWalkthrough(storage: vscode.Uri): vscode.Disposable {
  /** What a step switched on, and the walkthrough's tab. */
  let switchedOn: { readonly name: string; readonly tab: vscode.Tab | undefined } | undefined;

  const switchOff = async () => {
    const name = switchedOn?.name;
    switchedOn = undefined;
    if (name) await vscode.commands.executeCommand(`leftContext.${name}`, false);
  };

  const tryOut = async (name: string) => {
    // The reader has just pressed a link in it.
    const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
    await switchOff();
    await focusPrompt(storage);
    if (!SWITCHES.includes(name)) await vscode.commands.executeCommand(`leftContext.${name}`);
    else if (await vscode.commands.executeCommand(`leftContext.${name}`, true)) switchedOn = { name, tab };
  };

  return vscode.Disposable.from(
    vscode.commands.registerCommand('leftContext.openWalkthrough', () =>
      vscode.commands.executeCommand('workbench.action.openWalkthrough', WALKTHROUGH, false),
    ),
    ...TRIED_COMMANDS.map((name) => vscode.commands.registerCommand(`leftContext.try.${name}`, () => tryOut(name))),
    vscode.window.tabGroups.onDidChangeTabs(() => {
      if (switchedOn?.tab && !isOpen(switchedOn.tab)) void switchOff();
    }),
  );
}

/** Whether a tab that shows no document is open. VS Code replaces the objects of tabs, so this compares their labels. */
function isOpen({ label }: vscode.Tab): boolean {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.some((tab) => tab.label === label);
}
