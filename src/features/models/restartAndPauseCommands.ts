import * as vscode from 'vscode';
import { EXTENSION_ID } from '../../host/extensionId';
import type { InferenceProcess } from '../../host/startAndRestartInferenceProcess.node';
import type { ModelPause } from '../../host/modelPause';

/** Commands that restart, pause and resume the models, and show their log and settings. */
export function registerModelCommands(
  inference: Pick<InferenceProcess, 'restart'>,
  pause: ModelPause,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand('leftContext.restartModels', () => inference.restart()),
    vscode.commands.registerCommand('leftContext.rest', () => pause.pause()),
    vscode.commands.registerCommand('leftContext.wake', () => pause.resume()),
    vscode.commands.registerCommand('leftContext.showLog', () => log.show()),
    vscode.commands.registerCommand('leftContext.openSettings', () =>
      vscode.commands.executeCommand('workbench.action.openSettings', `@ext:${EXTENSION_ID}`),
    ),
  );
}
