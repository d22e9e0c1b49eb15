import * as vscode from 'vscode';
import { countableModel } from './countableModelsInSettings';
import { isPrompt } from '../../host/documentRole';
import { changeFileChoice } from '../../host/fileChoices';
import { notify } from '../../host/notify';
import { SECTION } from '../../host/settings';
import { writeSetting } from '../../host/writeSettingWhereItIsSet';
import { formatCount } from '../shared/formatNumbers';
import { budgetOf, type BudgetCounter } from './budgetFromDirectiveOrSettings';

/** Where a limit is to be kept. */
type Scope = 'file' | 'folder' | 'everywhere';

/** The command that makes a counter's limit strict for a document. */
export function makeStrictCommand(uri: vscode.Uri, { id, name, limit }: BudgetCounter): vscode.Command {
  const title = `Make the ${formatCount(limit!)} Tokens of ${name} a Strict Limit…`;
  return { title, command: 'leftContext.makeLimitStrict', arguments: [uri.toString(), id, limit] };
}

/**
 * “Make Token Limit Strict…”: past a strict limit, text is an error. Asks whether it is for this file, for all prompts of
 * its folder or everywhere. “Drop Strict Token Limit” takes it back.
 */
export function registerStrictLimit(): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand(
      'leftContext.makeLimitStrict',
      async (uri?: string | vscode.Uri, id?: string, limit?: number) => {
        const document = documentAt(uri);
        const main = document && budgetOf(document).main;
        const tokens = limit ?? main?.limit;
        if (!document || !main || tokens === undefined) {
          notify(
            'No model that is counted for has a token limit. Run “Count For…” and pick one that has, such as BERT.',
          );
          return;
        }
        await makeStrict(document, id ?? main.id, tokens);
      },
    ),
    vscode.commands.registerCommand('leftContext.useNoLimit', async (uri?: string | vscode.Uri) => {
      const document = documentAt(uri);
      if (document) await takeLimitBack(document);
    }),
  );
}

/** The document at an address, which menus pass as an object and links as a text; without one, the active one. */
function documentAt(uri: string | vscode.Uri | undefined): vscode.TextDocument | undefined {
  if (uri === undefined) return vscode.window.activeTextEditor?.document;
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
}

async function makeStrict(document: vscode.TextDocument, model: string, tokens: number): Promise<void> {
  const scope = await pickScope(document, countableModel(model).name, tokens);
  if (scope === 'file') await changeFileChoice(document.uri, { limit: { model, tokens } });
  if (scope === 'folder' || scope === 'everywhere') {
    const { Global, Workspace, WorkspaceFolder } = vscode.ConfigurationTarget;
    const isOneOfSeveral = (vscode.workspace.workspaceFolders?.length ?? 0) > 1;
    const target = scope === 'everywhere' ? Global : isOneOfSeveral ? WorkspaceFolder : Workspace;
    const settings = vscode.workspace.getConfiguration(SECTION, document.uri);
    await settings.update('budget.model', model, target);
    await settings.update('budget.limit', tokens, target);
  }
}

async function pickScope(document: vscode.TextDocument, name: string, tokens: number): Promise<Scope | undefined> {
  const folder = vscode.workspace.getWorkspaceFolder(document.uri);
  const thisFile = { scope: 'file' as const, label: 'For this file', description: 'remembered in this workspace' };
  const allPrompts = [
    ...(folder
      ? [
          {
            scope: 'folder' as const,
            label: `For all prompts in ${folder.name}`,
            description: 'in the folder’s settings',
          },
        ]
      : []),
    { scope: 'everywhere' as const, label: 'For all prompts everywhere', description: 'in your settings' },
  ];
  // The settings concern prompts only, so they would change nothing in a text.
  const items = isPrompt(document) ? [thisFile, ...allPrompts] : [thisFile];
  const picked = await vscode.window.showQuickPick(items, {
    title: `Make the ${formatCount(tokens)} tokens of ${name} a strict limit`,
    placeHolder: 'Text past the limit becomes an error that says what is not read',
  });
  return picked?.scope;
}

/** Takes back the limit that a document must keep, wherever it was chosen. */
async function takeLimitBack(document: vscode.TextDocument): Promise<void> {
  switch (budgetOf(document).strictBy) {
    case 'prompt':
      notify('The limit stands in the prompt itself, in its line “left-context:”. Delete that line to use no limit.');
      break;
    case 'file':
      await changeFileChoice(document.uri, { limit: undefined });
      break;
    case 'settings':
      await writeSetting('budget.model', undefined);
      await writeSetting('budget.limit', undefined);
  }
}
