import * as vscode from 'vscode';
import type { Inference } from '../../contracts/inference';
import { modelCatalogue } from '../../core/models/modelCatalogue';
import {
  embeddedModels,
  isFolder,
  isHubId,
  labelOf,
  openAiEncodings,
  promptGpt,
  type ModelSpec,
  type Task,
} from '../../core/models/modelSpec';
import type { ModelStore } from '../../host/modelStore.node';
import { reportErrors } from '../../host/reportErrors';
import { chosenFor, choose, isChosen, ROLES, type Role } from './modelRoles';
import { megabytes } from '../shared/format';

interface Item extends vscode.QuickPickItem {
  /** What is picked: a model, or a way to name another. */
  readonly model?: string;
  readonly other?: 'id' | 'folder';
  /** Whether it is in the catalogue and not on this machine. */
  readonly isListed?: boolean;
}

interface Picked {
  readonly model: string;
  /** Whether it is to be fetched. */
  readonly isNew: boolean;
}

/** Fetches what is not on this machine yet; undefined when the writer called it off or it failed, which was said. */
export type ModelDownloader = (id: string, role: Role) => Promise<boolean>;

/**
 * Asks which model is wanted for what, fetches it if need be, tries it out, and puts it into the settings. One that does not
 * work is told, and the one from before goes on.
 *
 * @param onChosen called with the model once the settings name it
 */
export function registerChooseModel(
  store: ModelStore,
  inference: Inference,
  fetch: ModelDownloader,
  onChosen: (model: string, role: Role) => void,
): vscode.Disposable {
  return vscode.commands.registerCommand('leftContext.chooseModel', async (wanted?: unknown) => {
    const role = isRole(wanted) ? wanted : await pickRole();
    const picked = role && (await pickModel(role, store));
    if (!role || !picked) return;
    const { model, isNew } = picked;
    // An id that was typed is asked for again even when the model is there: perhaps in another precision.
    if (isNew && !(await fetch(model, role))) return;
    const before = chosenFor(role);
    await reportErrors(async () => {
      const location = { location: vscode.ProgressLocation.Window, title: `Loading ${labelOf(model)}` };
      await vscode.window.withProgress(location, () => tryOut(role, model, inference));
      await choose(role, model);
      onChosen(model, role);
      vscode.window.setStatusBarMessage(`${labelOf(model)} is used for ${ROLES[role].name} now`, 5000);
    });
    // What no role needs any more, or what did not work, need not stay in memory.
    for (const other of [...before, model]) if (!isChosen(other)) await releaseIfUnused(other, inference);
  });
}

/** Does with a model what it is chosen for. Throws when it cannot. */
async function tryOut(role: Role, model: string, inference: Inference): Promise<void> {
  const { signal } = new AbortController();
  if (!openAiEncodings.includes(model)) checkTask(role, await inference.describe({ model }, signal));
  const text = 'Try me';
  const window = { models: [model], text, focus: 0, windowTokens: 16 };
  const sampling = { temperature: 0, topK: 1, topP: 1 };
  const completion = { left: text, right: '', length: 'word', confidence: 0, sampling, alternatives: 1 } as const;
  const jobs: Record<Role, () => Promise<unknown>> = {
    completion: () => inference.complete({ ...completion, model }, signal),
    counting: () => inference.tokenize({ model, text }, signal),
    attention: () => inference.attend({ ...window, selections: [{ model, layer: 0, head: 0 }] }, signal),
    'both sides': () => inference.rightContextWords({ causal: promptGpt.id, masked: model, text, focus: 0, minLeftBits: 0 }, signal),
    rewriting: () => inference.rewrite({ model, text: `summarize: ${text}`, mostTokens: 2 }, signal),
  };
  await jobs[role]();
}

/** Ends what is loaded of a model. One that is asked for nevertheless is loaded again. */
export async function releaseIfUnused(model: string, inference: Inference): Promise<void> {
  await inference.release({ model }, new AbortController().signal).catch(() => undefined);
}

function isRole(value: unknown): value is Role {
  return typeof value === 'string' && Object.hasOwn(ROLES, value);
}

async function pickRole(): Promise<Role | undefined> {
  const items = (Object.keys(ROLES) as Role[]).map((role) => ({
    label: ROLES[role].title,
    description: chosenFor(role).map(labelOf).join(', ') || 'none yet',
    role,
  }));
  return (await vscode.window.showQuickPick(items, { title: 'Choose a Model For…' }))?.role;
}

/** What each encoding is for. */
const ENCODED: Readonly<Record<string, string>> = {
  o200k_base: 'OpenAI’s GPT-4o and newer',
  cl100k_base: 'OpenAI’s GPT-4 and GPT-3.5',
  r50k_base: 'OpenAI’s GPT-3 and GPT-2',
};

async function pickModel(role: Role, store: ModelStore): Promise<Picked | undefined> {
  const downloaded = ((await reportErrors(() => store.list())) ?? []).filter(({ isWhole }) => isWhole);
  const { tasks, name, hasEncodings } = ROLES[role];
  const fits = (task: Task) => tasks.includes(task);
  const chosen = chosenFor(role);
  const item = (model: string, description: string, detail?: string): Item => ({
    label: `${chosen.includes(model) ? '$(check) ' : ''}${labelOf(model)}`,
    description,
    ...(detail ? { detail } : {}),
    model,
  });
  const items: Item[] = [
    separator('On this machine'),
    ...embeddedModels.filter(({ task }) => fits(task)).map(({ id }) => item(id, 'comes with Left Context')),
    ...downloaded.map(({ id, bytes }) => item(id, `${id} · ${megabytes(bytes)}`)),
    ...chosen.filter(isFolder).map((folder) => item(folder, folder)),
    ...(hasEncodings ? openAiEncodings.map((encoding) => item(encoding, ENCODED[encoding] ?? '')) : []),
    separator(`To download from ${store.host}`),
    ...modelCatalogue
      .filter(({ id, task }) => fits(task) && !downloaded.some((model) => model.id === id))
      .map(({ id, use, megabytes: size, licence }) => ({
        ...item(id, `about ${size} MB · ${licence}`, `${use} · ${id}`),
        isListed: true,
      })),
    separator('Others'),
    { label: '$(globe) A model by its id…', description: 'owner/name', other: 'id' },
    { label: '$(folder) A folder…', description: 'with config.json, tokenizer.json and onnx/', other: 'folder' },
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: `Choose the Model for ${name}`,
    placeHolder: 'Nothing is downloaded unless you pick it here.',
    matchOnDescription: true,
    matchOnDetail: true,
  });
  const model = picked?.other === 'id' ? await askId(store.host) : picked?.other ? await askFolder() : picked?.model;
  return model === undefined ? undefined : { model, isNew: picked?.other === 'id' || picked?.isListed === true };
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

/** Throws when a model cannot do what it was chosen for. */
export function checkTask(role: Role, { label, task }: Pick<ModelSpec, 'label' | 'task'>): void {
  if (ROLES[role].tasks.includes(task)) return;
  const instead = modelCatalogue.find((listed) => ROLES[role].tasks.includes(listed.task))!;
  throw new Error(`${label} ${CANNOT[task]}, so it is of no use for ${ROLES[role].name}. Try ${instead.id}.`);
}

const CANNOT: Record<Task, string> = {
  masked: 'reads both ways and has no language-modelling head that writes from left to right',
  causal: 'only goes on with a text and has no encoder',
  'text-to-text': 'writes a text of its own instead of going on with yours',
};

function separator(label: string): Item {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}
