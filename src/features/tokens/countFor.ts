import * as vscode from 'vscode';
import { embeddedModels } from '../../core/models/embeddedModels';
import { countableModel, countableModels } from '../../core/tokens/countableModels';
import type { ModelStore } from '../../host/modelStore.node';
import { notify } from '../../host/notify';
import { setting } from '../../host/settings';
import { reportErrors } from '../../host/showErrorsToUser';
import { writeSetting } from '../../host/writeSettingWhereItIsSet';
import { ENCODING_USES } from '../models/usesOfOpenAiEncodings';
import { formatCount } from '../shared/formatNumbers';

const MORE_MODELS = { iconPath: new vscode.ThemeIcon('cloud-download'), tooltip: 'More Models…' };
const EDITOR_MODELS = {
  iconPath: new vscode.ThemeIcon('comment-discussion'),
  tooltip: 'Ask This Editor’s Language Models…',
};

interface CountableItem extends vscode.QuickPickItem {
  readonly id?: string;
}

/** “Count For…”: asks for the models that tokens are counted for, several at once, of those that need no download. */
export function registerCountFor(store: ModelStore): vscode.Disposable {
  return vscode.commands.registerCommand('leftContext.countFor', async () => {
    const scope = vscode.window.activeTextEditor?.document;
    const chosen = setting('budget.countFor', scope);
    const downloaded = ((await reportErrors(() => store.list())) ?? []).filter(({ isWhole }) => isWhole);
    const items = itemsFor([...downloaded.map(({ id }) => id), ...chosen]);
    const picked = await pickSeveral(items, chosen);
    if (!picked) return;
    if (picked.length === 0) {
      notify('Pick at least one model. To see no counts at all, switch off leftContext.budget.enabled.');
      return;
    }
    const kept = chosen.filter((id) => picked.includes(id));
    await writeSetting('budget.countFor', [...kept, ...picked.filter((id) => !kept.includes(id))]);
  });
}

/** The known models in groups by their vocabulary, then those on this machine that have a vocabulary of their own. */
function itemsFor(onThisMachine: readonly string[]): CountableItem[] {
  const own = [...embeddedModels.map(({ id }) => id), ...onThisMachine];
  const others = [...new Set(own)].filter((id) => countableModels.every((model) => model.id !== id));
  const groups: [string, (id: string) => boolean][] = [
    ['OpenAI: exact', (id) => !isBertLike(id) && countableModel(id).factor === undefined],
    ['BERT and its family: exact', isBertLike],
    ['Others: about', (id) => countableModel(id).factor !== undefined],
  ];
  return [
    ...groups.flatMap(([label, isIn]) => [
      { label, kind: vscode.QuickPickItemKind.Separator },
      ...countableModels.filter(({ id }) => isIn(id)).map(({ id }) => itemFor(id)),
    ]),
    { label: 'On this machine: exact', kind: vscode.QuickPickItemKind.Separator },
    ...others.map(itemFor),
  ];
}

function isBertLike(id: string): boolean {
  return countableModel(id).tokenizer === 'prompt-bert';
}

function itemFor(id: string): CountableItem {
  const { name, tokenizer, limit, factor } = countableModel(id);
  const by = tokenizer === id ? '' : factor === undefined ? `${tokenizer} · ` : `from ${tokenizer} · `;
  const use = ENCODING_USES[id];
  const description = use ?? by + (limit === undefined ? 'no limit' : `reads ${formatCount(limit)} tokens`);
  return { id, label: name, description };
}

/** Asks for several of `items`; undefined when cancelled, or when one of the buttons leads elsewhere. */
function pickSeveral(items: readonly CountableItem[], chosen: readonly string[]): Promise<string[] | undefined> {
  const quickPick = vscode.window.createQuickPick<CountableItem>();
  quickPick.title = 'Count Tokens For…';
  quickPick.placeholder = 'Nothing is downloaded, and nothing leaves this machine';
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
