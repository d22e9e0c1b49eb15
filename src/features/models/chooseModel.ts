import * as vscode from 'vscode';
import type { Inference } from '../../contracts/inference';
import { AUTOMATIC } from '../../core/models/automaticModels';
import { isFolder } from '../../core/models/hubIdOrFolder';
import type { Task } from '../../core/models/modelSpec';
import type { ModelStore } from '../../host/modelStore.node';
import { notify } from '../../host/notify';
import { reportErrors } from '../../host/showErrorsToUser';
import { downloadModel } from './downloadModel';
import type { FoldersChosenBefore } from './foldersChosenBefore.node';
import { makeModelFromGgufFile } from './makeModelFromGgufFile';
import type { ModelsInUse } from './modelsInUse';
import { ROLES, type Role } from './modelRoles';
import { pickModel, pickRole } from './listModelsToChooseFrom';
import { pickUses } from './pickUses';
import { releaseUnused } from './releaseUnusedModels';
import { tryOutModel } from './tryOutModel';
import { choose, usedFor } from './settingOfEachRole';
import { automaticFor } from './whatAutomaticMeans';

/**
 * “Choose Model…”: asks for a role and a model, downloads the model or makes it from a GGUF file if needed, asks whether it is
 * to do all that it can, tries it out, and names it in the settings. A model that does not work is reported, and the settings
 * stay as they are.
 *
 * @param onChosen called once the settings name the model; the message to the user waits for it
 */
export function registerChooseModel(
  store: ModelStore,
  inference: Inference,
  models: ModelsInUse,
  folders: FoldersChosenBefore,
  log: vscode.LogOutputChannel,
  onChosen: (model: string, role: Role) => Promise<void>,
): vscode.Disposable {
  return vscode.commands.registerCommand('leftContext.chooseModel', async (requested?: unknown) => {
    const role = isRole(requested) ? requested : await pickRole(models);
    const picked = role && (await pickModel(role, store, models, folders, inference));
    if (!role || !picked) return;
    const { model, toDownload, gguf } = picked;
    if (toDownload && !(await downloadModel(model, role, store, inference, log))) return;
    if (gguf !== undefined && !(await makeModelFromGgufFile(gguf, model, store, inference, log))) return;
    const first = model === AUTOMATIC ? automaticFor(role, models)![0]!.id : model;
    const label = models.labelOf(first);
    const roles = await pickUses(role, model, label, inference);
    if (!roles) return;
    const previous = roles.flatMap((each) => usedFor(each, models));
    await reportErrors(async () => {
      const location = { location: vscode.ProgressLocation.Window, title: `Loading ${label}` };
      await vscode.window.withProgress(location, async () => {
        for (const each of roles) await tryOutModel(each, first, inference);
      });
      for (const each of roles) await choose(each, model);
      for (const each of roles) await onChosen(first, each);
      if (isFolder(model)) await folders.remember({ folder: model, task: await taskOf(model, inference) });
      const engine = roles.includes('completion') ? models.writingElsewhere : undefined;
      const still = engine
        ? ` ${engine.label} still writes on its engine, until you run “Left Context Models: Stop Using the Engine”.`
        : '';
      notify(`Used for ${roles.map((each) => ROLES[each].name).join(', ')} now: ${label}.${still}`);
    });
    await releaseUnused([...previous, first], models, inference);
  });
}

async function taskOf(model: string, inference: Inference): Promise<Task> {
  return (await inference.describe({ model }, new AbortController().signal)).task;
}

function isRole(value: unknown): value is Role {
  return typeof value === 'string' && Object.hasOwn(ROLES, value);
}
