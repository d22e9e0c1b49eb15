import * as vscode from 'vscode';
import { documentRole } from '../../host/documentRole';
import { budgetOf } from './budgetFromDirectiveOrSettings';
import type { DocumentCount } from './countVisiblePrompts';
import { makeStrictCommand } from './makeLimitStrict';
import { spansPastLimit } from './textPastLimit';

/** What one can do about a document's token counts, the most likely first. */
export function tokenActions(document: vscode.TextDocument, count: DocumentCount | undefined): vscode.Command[] {
  const uri = document.uri.toString();
  const { strictBy, main } = count?.budget ?? budgetOf(document);
  const isOver = count !== undefined && spansPastLimit(count, count.budget.mainIndex).length > 0;
  const role = documentRole(document);
  const countFor = { title: 'Count For…', command: 'leftContext.countFor' };
  // VS Code gives a cell another address each time, so nothing can be remembered for it.
  if (document.uri.scheme === 'vscode-notebook-cell') return [countFor];
  return [
    countFor,
    { title: 'Count as Sent…', command: 'leftContext.countAsSent' },
    role === 'prompt'
      ? { title: 'Not a Prompt', command: 'leftContext.notAPrompt', arguments: [uri] }
      : { title: 'Treat This File as a Prompt', command: 'leftContext.treatAsPrompt', arguments: [uri] },
    ...(strictBy ? [{ title: 'Drop Strict Token Limit', command: 'leftContext.useNoLimit', arguments: [uri] }] : []),
    ...(!strictBy && main.limit !== undefined && role !== 'other' ? [makeStrictCommand(document.uri, main)] : []),
    ...(isOver
      ? [
          { title: `Go to Where ${main.name} Stops Reading`, command: 'leftContext.goToLimit' },
          { title: 'Split Prompt into Segments…', command: 'leftContext.split' },
        ]
      : []),
  ];
}

/** “Token Counts…”, which a click on the count in the status bar runs: lists what one can do. */
export function registerTokenActions(
  latest: (document: vscode.TextDocument) => DocumentCount | undefined,
): vscode.Disposable {
  return vscode.commands.registerCommand('leftContext.tokenActions', async () => {
    const document = vscode.window.activeTextEditor?.document;
    if (!document) return;
    const actions = [
      ...tokenActions(document, latest(document)),
      { title: 'Toggle Token View', command: 'leftContext.toggleTokenView' },
      { title: 'Open Attention in Editor', command: 'leftContext.openAttention' },
      { title: 'Open Settings', command: 'leftContext.openSettings' },
    ];
    const items = actions.map((action) => ({ label: action.title, action }));
    const picked = await vscode.window.showQuickPick(items, { title: 'Token Counts' });
    if (picked) await vscode.commands.executeCommand(picked.action.command, ...(picked.action.arguments ?? []));
  });
}
