import * as vscode from 'vscode';
import type { ModelsInUse } from '../models/modelsInUse';
import type { GhostText } from './ghostText';

/** Tells the user once of each model that cannot write, and which one writes instead. */
export function tellOfFailedModels(
  ghostText: Pick<GhostText, 'onDidStandIn'>,
  models: Pick<ModelsInUse, 'labelOf'>,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const told = new Set<string>();
  return ghostText.onDidStandIn(({ requested, model, failure }) => {
    if (failure === undefined || told.has(requested)) return;
    told.add(requested);
    const message = `Ghost text comes from ${models.labelOf(model)} instead of ${models.labelOf(requested)}. ${failure}`;
    log.warn(message);
    void offerChoice(message);
  });
}

async function offerChoice(message: string): Promise<void> {
  const choose = 'Choose Model';
  const answer = await vscode.window.showWarningMessage(message, choose);
  if (answer === choose) await vscode.commands.executeCommand('leftContext.chooseModel', 'completion');
}
