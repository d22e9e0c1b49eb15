import * as vscode from 'vscode';
import { engineNameOf } from '../../host/engines/engineTypes';
import type { GhostText } from '../completion/ghostText';
import type { ModelsInUse } from './modelsInUse';

/**
 * Tells the user once of each model on this machine that cannot be used, or cannot write, and which one takes its place. Engines fail
 * and come back: what becomes of them stands in the status bar.
 */
export function tellOfReplacedModels(
  ghostText: Pick<GhostText, 'onDidStandIn'>,
  models: Pick<ModelsInUse, 'onDidReplace' | 'labelOf'>,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const cannotWrite = new Set<string>();
  const tell = (message: string) => {
    log.warn(message);
    void offerChoice(message[0]!.toUpperCase() + message.slice(1));
  };
  return vscode.Disposable.from(
    models.onDidReplace(({ model, by, reason }) =>
      tell(`${models.labelOf(by)} takes the place of ${models.labelOf(model)}. ${reason}`),
    ),
    ghostText.onDidStandIn(({ requested, model, failure, isUnusable }) => {
      if (failure === undefined || isUnusable || cannotWrite.has(requested) || engineNameOf(requested)) return;
      cannotWrite.add(requested);
      tell(`Ghost text comes from ${models.labelOf(model)} instead of ${models.labelOf(requested)}. ${failure}`);
    }),
  );
}

async function offerChoice(message: string): Promise<void> {
  const choose = 'Choose Model';
  const answer = await vscode.window.showWarningMessage(message, choose);
  if (answer === choose) await vscode.commands.executeCommand('leftContext.chooseModel');
}
