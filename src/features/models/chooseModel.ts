import * as vscode from 'vscode';
import type { Inference } from '../../contracts/inference';
import { labelOf } from '../../core/models/modelLabel';
import type { ModelStore } from '../../host/modelStore.node';
import { notify } from '../../host/notify';
import { reportErrors } from '../../host/showErrorsToUser';
import { downloadModel } from './downloadModel';
import { ROLES, type Role } from './modelRoles';
import { pickModel, pickRole } from './listModelsToChooseFrom';
import { releaseUnused } from './releaseUnusedModels';
import { tryOutModel } from './tryOutModel';
import { chosenFor, choose } from './settingOfEachRole';

/**
 * “Choose Model…”: asks for a role and a model, downloads the model if needed, tries it out, and names it in the settings.
 * A model that does not work is reported, and the settings stay as they are.
 *
 * @param onChosen called once the settings name the model
 */
export function registerChooseModel(
  store: ModelStore,
  inference: Inference,
  log: vscode.LogOutputChannel,
  onChosen: (model: string, role: Role) => void,
): vscode.Disposable {
  return vscode.commands.registerCommand('leftContext.chooseModel', async (requested?: unknown) => {
    const role = isRole(requested) ? requested : await pickRole();
    const picked = role && (await pickModel(role, store));
    if (!role || !picked) return;
    const { model, toDownload } = picked;
    if (toDownload && !(await downloadModel(model, role, store, inference, log))) return;
    const previous = chosenFor(role);
    await reportErrors(async () => {
      const location = { location: vscode.ProgressLocation.Window, title: `Loading ${labelOf(model)}` };
      await vscode.window.withProgress(location, () => tryOutModel(role, model, inference));
      await choose(role, model);
      onChosen(model, role);
      notify(`${labelOf(model)} is used for ${ROLES[role].name} now.`);
    });
    await releaseUnused([...previous, model], inference);
  });
}

function isRole(value: unknown): value is Role {
  return typeof value === 'string' && Object.hasOwn(ROLES, value);
}
