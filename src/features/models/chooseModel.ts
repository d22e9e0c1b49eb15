import * as vscode from 'vscode';
import type { Inference } from '../../contracts/inference';
import { AUTOMATIC } from '../../core/models/automaticModels';
import type { ModelStore } from '../../host/modelStore.node';
import { notify } from '../../host/notify';
import { reportErrors } from '../../host/showErrorsToUser';
import { downloadModel } from './downloadModel';
import { makeModelFromGgufFile } from './makeModelFromGgufFile';
import type { ModelsInUse } from './modelsInUse';
import { ROLES, type Role } from './modelRoles';
import { pickModel, pickRole } from './listModelsToChooseFrom';
import { releaseUnused } from './releaseUnusedModels';
import { tryOutModel } from './tryOutModel';
import { choose, usedFor } from './settingOfEachRole';
import { automaticFor } from './whatAutomaticMeans';

/**
 * “Choose Model…”: asks for a role and a model, downloads the model or makes it from a GGUF file if needed, tries it out,
 * and names it in the settings. A model that does not work is reported, and the settings stay as they are.
 *
 * @param onChosen called once the settings name the model
 */
export function registerChooseModel(
  store: ModelStore,
  inference: Inference,
  models: ModelsInUse,
  log: vscode.LogOutputChannel,
  onChosen: (model: string, role: Role) => void,
): vscode.Disposable {
  return vscode.commands.registerCommand('leftContext.chooseModel', async (requested?: unknown) => {
    const role = isRole(requested) ? requested : await pickRole(models);
    const picked = role && (await pickModel(role, store, models));
    if (!role || !picked) return;
    const { model, toDownload, gguf } = picked;
    if (toDownload && !(await downloadModel(model, role, store, inference, log))) return;
    if (gguf !== undefined && !(await makeModelFromGgufFile(gguf, model, store, inference, log))) return;
    const first = model === AUTOMATIC ? automaticFor(role, models)![0]!.id : model;
    const label = models.labelOf(first);
    const previous = usedFor(role, models);
    await reportErrors(async () => {
      const location = { location: vscode.ProgressLocation.Window, title: `Loading ${label}` };
      await vscode.window.withProgress(location, () => tryOutModel(role, first, inference));
      await choose(role, model);
      onChosen(first, role);
      notify(`Used for ${ROLES[role].name} now: ${label}.`);
    });
    await releaseUnused([...previous, first], models, inference);
  });
}

function isRole(value: unknown): value is Role {
  return typeof value === 'string' && Object.hasOwn(ROLES, value);
}
