import * as vscode from 'vscode';
import type { InferenceProcess } from '../../host/startAndRestartInferenceProcess.node';

const LIMIT = 'leftContext.memory.limit';

/** Tells the user once in a window when models had to give their memory back, and once when their process had to end. */
export function tellOfMemoryLimit(
  inference: Pick<InferenceProcess, 'onDidReleaseModels' | 'onDidFillMemory'>,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const told = new Set<string>();
  const tell = (kind: string, message: string) => {
    log.info(message);
    if (told.has(kind)) return;
    told.add(kind);
    void offerSettings(message);
  };
  return vscode.Disposable.from(
    inference.onDidReleaseModels((labels) =>
      tell(
        'released',
        `${labels.join(' and ')} gave memory back, so that the models keep their limit. What is needed again loads again.`,
      ),
    ),
    inference.onDidFillMemory(() =>
      tell(
        'full',
        'The models needed more memory than they may use, and were started again. Nothing that you typed is lost. If this ' +
          `happens again, choose smaller models or change ${LIMIT}.`,
      ),
    ),
  );
}

async function offerSettings(message: string): Promise<void> {
  const settings = 'Open Setting';
  const answer = await vscode.window.showInformationMessage(message, settings);
  if (answer === settings) await vscode.commands.executeCommand('workbench.action.openSettings', LIMIT);
}
