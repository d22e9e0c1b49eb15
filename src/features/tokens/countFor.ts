import * as vscode from 'vscode';
import { openAiEncodings } from '../../core/models/defaultTokenLimit';
import { embeddedModels, promptBert } from '../../core/models/embeddedModels';
import { isFetched, type Countable } from '../../core/tokens/countableModel';
import { countableModels } from '../../core/tokens/countableModels';
import { cancellableProgress } from '../../host/cancellableProgress';
import type { ModelStore } from '../../host/modelStore.node';
import { notify } from '../../host/notify';
import { setting } from '../../host/settings';
import { reportErrors } from '../../host/showErrorsToUser';
import { writeSetting } from '../../host/writeSettingWhereItIsSet';
import { showProgress } from '../models/downloadProgressMessage';
import { ENCODING_USES } from '../models/usesOfOpenAiEncodings';
import { formatCount } from '../shared/formatNumbers';
import { countableModel, namedModels } from './countableModelsInSettings';

const MORE_MODELS = { iconPath: new vscode.ThemeIcon('cloud-download'), tooltip: 'More Models…' };
const EDITOR_MODELS = {
  iconPath: new vscode.ThemeIcon('comment-discussion'),
  tooltip: 'Ask This Editor’s Language Models…',
};

interface CountableItem extends vscode.QuickPickItem {
  readonly id?: string;
}

/**
 * “Count For…”: asks for the models that tokens are counted for, several at once. Tokenizers of those that are not on this machine
 * are fetched, once.
 *
 * @param onFetched called after the pick, when tokenizers may have arrived for models that were counted for before
 */
export function registerCountFor(store: ModelStore, onFetched: () => void): vscode.Disposable {
  return vscode.commands.registerCommand('leftContext.countFor', async () => {
    const scope = vscode.window.activeTextEditor?.document;
    const chosen = setting('budget.countFor', scope);
    const listed = await reportErrors(() => store.list());
    if (!listed) return;
    const here = listed.filter(({ isWhole }) => isWhole).map(({ id }) => id);
    const picked = await pickSeveral(itemsFor([...here, ...chosen], here, chosen, scope), chosen);
    if (!picked) return;
    if (picked.length === 0) {
      notify('Pick at least one model. To see no counts at all, switch off leftContext.budget.enabled.');
      return;
    }
    const ready: string[] = [];
    for (const id of picked) if (await isReady(countableModel(id, scope), here, store)) ready.push(id);
    const kept = chosen.filter((id) => picked.includes(id));
    const counted = [...kept, ...ready.filter((id) => !kept.includes(id))];
    if (counted.length > 0) await writeSetting('budget.countFor', counted);
    onFetched();
  });
}

/** Fetches the tokenizer of a model if it is not here. Reports errors to the user; false when it has not arrived. */
async function isReady(model: Countable, here: readonly string[], store: ModelStore): Promise<boolean> {
  const { name, tokenizer } = model;
  if (!isFetched(model) || here.includes(tokenizer)) return true;
  const hasArrived = await reportErrors(async () =>
    cancellableProgress(`Tokenizer of ${name}`, (signal, report) =>
      store.fetchTokenizer(tokenizer, signal, (progress) => showProgress(progress, report)),
    ),
  );
  return hasArrived === true;
}

/** What is counted for now, then the named models in groups by their vocabulary, then others on this machine. */
function itemsFor(
  onThisMachine: readonly string[],
  here: readonly string[],
  chosen: readonly string[],
  scope: vscode.TextDocument | undefined,
): CountableItem[] {
  const named = namedModels(scope);
  const others = [...new Set([...embeddedModels.map(({ id }) => id), ...onThisMachine])]
    .filter((id) => named.every((model) => model.id !== id && model.tokenizer !== id))
    .map((id) => countableModel(id, scope));
  const groups: [string, (model: Countable) => boolean][] = [
    ['Counted for', ({ id }) => chosen.includes(id)],
    ['On this machine: exact', (model) => others.includes(model)],
    ['Your own: leftContext.budget.models', (model) => !countableModels.some((each) => each === model)],
    ['OpenAI: exact', (model) => openAiEncodings.includes(model.tokenizer) && model.factor === undefined],
    ['BERT and its family: exact', ({ tokenizer }) => tokenizer === promptBert.id],
    ['Others: exact', isFetched],
    ['Others: about', ({ factor }) => factor !== undefined],
  ];
  const members = groups.map((): Countable[] => []);
  for (const model of [...named, ...others]) members[groups.findIndex(([, isIn]) => isIn(model))]?.push(model);
  return groups.flatMap(([label], group) => {
    const separator = { label, kind: vscode.QuickPickItemKind.Separator };
    return members[group]!.length === 0 ? [] : [separator, ...members[group]!.map((model) => itemFor(model, here))];
  });
}

function itemFor(model: Countable, here: readonly string[]): CountableItem {
  const { id, name, tokenizer, limit, factor } = model;
  const facts = [
    tokenizer === id ? '' : factor === undefined ? tokenizer : `from ${tokenizer}`,
    limit === undefined ? '' : `reads ${formatCount(limit)} tokens`,
    isFetched(model) && !here.includes(tokenizer) ? 'fetches its tokenizer once' : '',
  ];
  return { id, label: name, description: ENCODING_USES[id] ?? facts.filter((fact) => fact !== '').join(' · ') };
}

/** Asks for several of `items`; undefined when cancelled, or when one of the buttons leads elsewhere. */
function pickSeveral(items: readonly CountableItem[], chosen: readonly string[]): Promise<string[] | undefined> {
  const quickPick = vscode.window.createQuickPick<CountableItem>();
  quickPick.title = 'Count Tokens For…';
  quickPick.placeholder = 'Texts never leave this machine';
  quickPick.canSelectMany = true;
  quickPick.matchOnDescription = true;
  quickPick.items = items;
  quickPick.selectedItems = items.filter(({ id }) => id !== undefined && chosen.includes(id));
  quickPick.buttons = [EDITOR_MODELS, MORE_MODELS];
  return new Promise((resolve) => {
    quickPick.onDidAccept(() => {
      resolve(quickPick.selectedItems.flatMap(({ id }) => id ?? []));
      quickPick.hide();
    });
    quickPick.onDidTriggerButton((button) => {
      quickPick.hide();
      if (button === MORE_MODELS) void vscode.commands.executeCommand('leftContext.chooseModel', 'counting');
      else void vscode.commands.executeCommand('leftContext.countWithEditorModels');
    });
    quickPick.onDidHide(() => {
      resolve(undefined);
      quickPick.dispose();
    });
    quickPick.show();
  });
}
