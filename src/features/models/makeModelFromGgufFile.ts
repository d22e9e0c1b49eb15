import * as vscode from 'vscode';
import type { Inference } from '../../contracts/inference';
import { labelOf } from '../../core/models/modelLabel';
import { cancellableProgress } from '../../host/cancellableProgress';
import type { ModelStore } from '../../host/modelStore.node';
import { reportErrors } from '../../host/showErrorsToUser';
import { releaseModel } from './releaseUnusedModels';

/** Asks for a GGUF file; its path, or undefined when cancelled. */
export async function askGgufFile(): Promise<string | undefined> {
  const [file] =
    (await vscode.window.showOpenDialog({
      title: 'GGUF File of a Model',
      filters: { GGUF: ['gguf'] },
      openLabel: 'Make a Model of It',
    })) ?? [];
  return file?.fsPath;
}

/**
 * Makes a model of a GGUF file where downloaded models are, unless that has been done. Shows its progress, and reports errors
 * to the user.
 *
 * @param id of the model: see `ggufModelId`
 * @returns whether the model is there now; false when the user cancelled or an error was reported
 */
export async function makeModelFromGgufFile(
  gguf: string,
  id: string,
  store: ModelStore,
  inference: Inference,
  log: vscode.LogOutputChannel,
): Promise<boolean> {
  const isThere = await reportErrors(async () =>
    cancellableProgress(`Making the model ${labelOf(id)}`, (signal, report) => {
      const make = async (folder: string, making: AbortSignal) => {
        await inference.makeModel({ gguf, folder }, making, (share) =>
          report({ share, message: `${Math.floor(100 * share)} %` }),
        );
        log.info(`Made ${id} from ${gguf}.`);
      };
      const mayReplace = ({ endpoint }: { readonly endpoint: string }) => askToReplace(id, endpoint, gguf);
      const onWait = () => report({ message: 'another window is making it' });
      return store.make({ id, file: gguf, make, mayReplace }, { signal, onWait });
    }),
  );
  // An earlier model of this name may be loaded.
  if (isThere) await releaseModel(id, inference);
  return isThere === true;
}

async function askToReplace(id: string, old: string, gguf: string): Promise<boolean> {
  const detail = `It comes from ${old}. To have both, cancel, and give ${gguf} another name.`;
  const answer = await vscode.window.showWarningMessage(`Replace ${id}?`, { modal: true, detail }, 'Replace');
  return answer === 'Replace';
}
