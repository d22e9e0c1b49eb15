import * as vscode from 'vscode';
import { AUTOMATIC } from '../../core/models/automaticModels';
import { modelCatalogue } from '../../core/models/modelCatalogue';
import { embeddedModels } from '../../core/models/embeddedModels';
import { ggufModelId } from '../../core/models/ggufModelId';
import { isFolder, isHubId } from '../../core/models/hubIdOrFolder';
import { openAiEncodings } from '../../core/models/defaultTokenLimit';
import { countableModel } from '../tokens/countableModelsInSettings';
import type { Inference } from '../../contracts/inference';
import type { ModelStore } from '../../host/modelStore.node';
import { reportErrors } from '../../host/showErrorsToUser';
import { megabytes } from '../shared/formatNumbers';
import { factsOfModel } from './factsOfModel';
import type { FoldersChosenBefore } from './foldersChosenBefore.node';
import { askGgufFile } from './makeModelFromGgufFile';
import { ROLES, type Role } from './modelRoles';
import type { ModelsInUse } from './modelsInUse';
import { chosenFor, usedFor } from './settingOfEachRole';
import { ENCODING_USES } from './usesOfOpenAiEncodings';
import { automaticFor, meaningOfAutomatic } from './whatAutomaticMeans';

/** A model, and whether it has to be downloaded or made. */
export interface PickedModel {
  readonly model: string;
  readonly toDownload: boolean;
  /** Path of the GGUF file that the model is made from. */
  readonly gguf?: string;
}

interface ModelItem extends vscode.QuickPickItem {
  /** The model to use; undefined for an item of `source`. */
  readonly model?: string;
  /** Asks for a model that is not listed. */
  readonly source?: 'id' | 'folder' | 'gguf';
  readonly toDownload?: boolean;
}

/** Asks which role to choose a model for; undefined when cancelled. */
export async function pickRole(models: ModelsInUse): Promise<Role | undefined> {
  const items = (Object.keys(ROLES) as Role[]).map((role) => ({
    label: ROLES[role].title,
    description: descriptionOf(role, models),
    role,
  }));
  return (await vscode.window.showQuickPick(items, { title: 'Choose a Model For…' }))?.role;
}

/** Asks for a model that fits the role; undefined when cancelled. */
export async function pickModel(
  role: Role,
  store: ModelStore,
  models: ModelsInUse,
  folders: FoldersChosenBefore,
  inference: Inference,
): Promise<PickedModel | undefined> {
  const picked = await vscode.window.showQuickPick(itemsFor(role, store, models, folders, inference), {
    title: `Choose the Model for ${ROLES[role].name}`,
    placeHolder: 'Nothing is downloaded unless you pick it here.',
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (!picked) return undefined;
  const { source, model: listed, toDownload = false } = picked;
  if (source === 'gguf') return pickGgufModel();
  const model = source === 'id' ? await askId(store.host) : source === 'folder' ? await askFolder() : listed;
  // A typed id is downloaded even when its model is on this machine: perhaps in another precision.
  return model === undefined ? undefined : { model, toDownload: toDownload || source === 'id' };
}

async function itemsFor(
  role: Role,
  store: ModelStore,
  models: ModelsInUse,
  folders: FoldersChosenBefore,
  inference: Inference,
): Promise<ModelItem[]> {
  const { tasks, hasEncodings } = ROLES[role];
  const chosen = chosenFor(role);
  const downloaded = ((await reportErrors(() => store.list())) ?? []).filter(
    ({ isWhole, isTokenizer }) => isWhole && (role === 'counting' || !isTokenizer),
  );
  const item = (model: string, description: string): ModelItem => ({
    label: checked(nameIn(role, model, models), chosen.includes(model)),
    description,
    model,
  });
  /** Of a model on this machine. Counting needs its tokenizer only. */
  const withFacts = async (model: string, description: string): Promise<ModelItem> => {
    const facts = role === 'counting' ? undefined : await factsOfModel(model, inference);
    return { ...item(model, description), ...(facts !== undefined && { detail: facts }) };
  };
  const chosenFolders = new Set([...chosen.filter(isFolder), ...(await folders.list(tasks))]);
  const contributed = models.contributed.filter(({ task }) => tasks.includes(task));
  const embedded = embeddedModels.filter(({ task }) => tasks.includes(task));
  const listed = modelCatalogue.filter(
    ({ id, task }) => tasks.includes(task) && !downloaded.some((model) => model.id === id),
  );
  return [
    ...automaticItem(role, models),
    separator('On this machine'),
    ...(await Promise.all([
      ...contributed.map(({ id, licence }) => withFacts(id, `from another extension · ${licence}`)),
      ...embedded.map(({ id }) => withFacts(id, 'comes with Left Context')),
      ...downloaded.map(({ id, bytes }) => withFacts(id, `${id} · ${megabytes(bytes)}`)),
      ...[...chosenFolders].map((folder) => withFacts(folder, folder)),
    ])),
    ...(hasEncodings ? openAiEncodings.map((encoding) => item(encoding, ENCODING_USES[encoding] ?? '')) : []),
    separator(`To download from ${store.host}`),
    ...listed.map(({ id, use, megabytes: size, licence }) => ({
      ...item(id, `about ${size} MB · ${licence}`),
      detail: `${use} · ${id}`,
      toDownload: true,
    })),
    separator('Others'),
    { label: '$(globe) A model by its id…', description: 'owner/name', source: 'id' },
    { label: '$(folder) A folder…', description: 'with config.json, tokenizer.json and onnx/', source: 'folder' },
    ...(tasks.includes('causal')
      ? [
          {
            label: '$(file-binary) A GGUF file…',
            description: 'of which a model is made once',
            source: 'gguf' as const,
          },
        ]
      : []),
  ];
}

/** The item that leaves the choice to Left Context, where a role allows it. */
function automaticItem(role: Role, models: ModelsInUse): ModelItem[] {
  const automatic = automaticFor(role, models);
  if (!automatic) return [];
  const reason = automatic.find((model) => model.reason)?.reason;
  return [
    {
      label: checked('Automatic', chosenFor(role).includes(AUTOMATIC)),
      description: meaningOfAutomatic(role, automatic, models),
      ...(reason !== undefined && { detail: reason }),
      model: AUTOMATIC,
    },
  ];
}

/** A model's name. Tokens are counted for all models that share a vocabulary, so it has their name there. */
function nameIn(role: Role, id: string, models: ModelsInUse): string {
  const isOurs = embeddedModels.some((model) => model.id === id);
  return role === 'counting' && isOurs ? countableModel(id).name : models.labelOf(id);
}

function checked(label: string, isChosen: boolean): string {
  return isChosen ? `$(check) ${label}` : label;
}

/** The names of the models that fill a role, and whether they are chosen automatically. */
function descriptionOf(role: Role, models: ModelsInUse): string {
  const names = usedFor(role, models).map((id) => nameIn(role, id, models));
  if (names.length === 0) return 'none yet';
  const here = chosenFor(role).includes(AUTOMATIC) ? `automatic: ${names.join(', ')}` : names.join(', ');
  const engine = role === 'completion' ? models.writingElsewhere : undefined;
  return engine ? `${engine.label} on an engine; in its place ${here}` : here;
}

async function askId(host: string): Promise<string | undefined> {
  const id = await vscode.window.showInputBox({
    title: `A Model of ${host}`,
    placeHolder: 'owner/name, such as Xenova/distilgpt2',
    prompt: 'A repository with ONNX graphs in its folder onnx/.',
    validateInput: (value) =>
      value.trim() === '' || isHubId(value.trim()) ? undefined : 'An id has two parts: owner/name.',
  });
  return id?.trim() || undefined;
}

async function pickGgufModel(): Promise<PickedModel | undefined> {
  const gguf = await askGgufFile();
  return gguf === undefined ? undefined : { model: ggufModelId(gguf), toDownload: false, gguf };
}

async function askFolder(): Promise<string | undefined> {
  const [folder] =
    (await vscode.window.showOpenDialog({
      title: 'Folder of a Model',
      canSelectFolders: true,
      canSelectFiles: false,
      openLabel: 'Use This Model',
    })) ?? [];
  return folder?.fsPath;
}

function separator(label: string): ModelItem {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}
