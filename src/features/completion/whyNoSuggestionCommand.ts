import * as vscode from 'vscode';
import { explainNoSuggestion } from '../../core/completion/reasonAndButtonsOfNoSuggestion';
import { documentRole } from '../../host/documentRole';
import { notify } from '../../host/notify';
import type { GhostText } from './ghostText';
import { TITLES, apply } from './pressButtonOfNoSuggestion';

/** “Why Is There No Suggestion?”: explains why there is no ghost text at the caret, and offers remedies. */
export function registerNoSuggestion(ghostText: GhostText): vscode.Disposable {
  return vscode.commands.registerCommand('leftContext.whyNoSuggestion', () => explain(ghostText));
}

async function explain(ghostText: GhostText): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (!document) {
    notify('No editor is open. Open a prompt first, such as a Markdown or text file.');
    return;
  }
  const { lastRequest } = ghostText;
  const isCurrent = lastRequest?.document === document && lastRequest.version === document.version;
  const explanation = explainNoSuggestion({
    role: documentRole(document),
    isInlineSuggestOn: vscode.workspace.getConfiguration('editor', document).get('inlineSuggest.enabled') !== false,
    last: isCurrent ? lastRequest.outcome : undefined,
  });
  if (explanation.remedies.length === 0) {
    notify(explanation.text);
    return;
  }
  const buttons = explanation.remedies.map((remedy) => TITLES[remedy]);
  const chosen = await vscode.window.showInformationMessage(explanation.text, ...buttons);
  const remedy = explanation.remedies.find((each) => TITLES[each] === chosen);
  if (remedy) await apply(remedy, explanation);
}
