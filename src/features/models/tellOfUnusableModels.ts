import * as vscode from 'vscode';
import type { ModelsInUse } from './modelsInUse';

/** Tells the user once of each model that cannot be used, and which one takes its place. */
export function tellOfUnusableModels(
  models: Pick<ModelsInUse, 'onDidReplace' | 'labelOf'>,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  return models.onDidReplace(({ model, by, reason }) => {
    const message = `${models.labelOf(by)} takes the place of ${models.labelOf(model)}. ${reason}`;
    log.warn(message);
    void offerChoice(message[0]!.toUpperCase() + message.slice(1));
  });
}

async function offerChoice(message: string): Promise<void> {
  const choose = 'Choose Model';
  const answer = await vscode.window.showWarningMessage(message, choose);
  if (answer === choose) await vscode.commands.executeCommand('leftContext.chooseModel');
}
