import * as vscode from 'vscode';
import type { Inference } from '../../contracts/inference';
import { isMadeFromGguf } from '../../core/models/ggufModelId';
import { labelOf } from '../../core/models/modelLabel';
import type { ModelStore } from '../../host/modelStore.node';
import { reportErrors } from '../../host/showErrorsToUser';
import { notify } from '../../host/notify';
import { resetRoles } from './resetSettingsOfDeletedModel';
import { releaseModel } from './releaseUnusedModels';
import { megabytes } from '../shared/formatNumbers';

/**
 * “Remove Model…”: deletes a downloaded or made model, and takes it out of the settings.
 *
 * @param onRemoved called after the model was deleted
 */
export function registerRemoveModel(store: ModelStore, inference: Inference, onRemoved: () => void): vscode.Disposable {
  return vscode.commands.registerCommand('leftContext.removeModel', async () => {
    const downloaded = await reportErrors(() => store.list());
    if (!downloaded) return;
    if (downloaded.length === 0) {
      notify(`There is no model to remove. Models that you download or make from GGUF files are in ${store.folder}.`);
      return;
    }
    const total = downloaded.reduce((sum, { bytes }) => sum + bytes, 0);
    const picked = await vscode.window.showQuickPick(
      downloaded.map(({ id, bytes, isWhole, isTokenizer }) => ({
        label: labelOf(id),
        description: `${id} · ${megabytes(bytes)}${isWhole ? '' : ' · incomplete'}${isTokenizer ? ' · tokenizer only' : ''}`,
        id,
        bytes,
      })),
      { title: 'Remove a Model', placeHolder: `${megabytes(total)} in ${store.folder}` },
    );
    if (!picked) return;
    const { id, bytes } = picked;
    const again = isMadeFromGguf(id) ? 'make the model from its GGUF file again' : 'download the model again';
    const detail = `This frees ${megabytes(bytes)}. You can ${again}.`;
    const answer = await vscode.window.showWarningMessage(`Remove ${id}?`, { modal: true, detail }, 'Remove');
    if (answer !== 'Remove') return;
    await reportErrors(async () => {
      // First, so that no request loads the model again.
      await resetRoles(id);
      await releaseModel(id, inference);
      await store.remove(id);
      onRemoved();
      notify(`${id} is removed.`);
    });
  });
}
