import * as vscode from 'vscode';
import { explainNoSuggestion, type Explanation, type Remedy } from '../../core/completion/noSuggestionReason';
import { isPrompt } from '../../host/promptDocuments';
import { notify } from '../../host/notify';
import type { GhostText } from './ghostText';

/** The command that says why there is no ghost text at the caret, and offers what helps. */
export function registerNoSuggestion(ghostText: GhostText): vscode.Disposable {
  return vscode.commands.registerCommand('leftContext.whyNoSuggestion', () => answer(ghostText));
}

async function answer(ghostText: GhostText): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (!document) {
    notify('Open a prompt first: a Markdown or text file, for example.');
    return;
  }
  const { lastRequest } = ghostText;
  const isOfNow = lastRequest?.document === document && lastRequest.version === document.version;
  const explanation = explainNoSuggestion({
    isPrompt: isPrompt(document),
    isInlineSuggestOn: vscode.workspace.getConfiguration('editor', document).get('inlineSuggest.enabled') !== false,
    last: isOfNow ? lastRequest.outcome : undefined,
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

const TITLES: Record<Remedy, string> = {
  wake: 'Wake Them',
  settings: 'Open Setting',
  include: 'Open Setting',
  'editor settings': 'Open Setting',
  trigger: 'Ask Now',
  unsnooze: 'End Snooze',
  log: 'Show Log',
  'choose model': 'Choose Model',
};

async function apply(remedy: Remedy, { setting }: Explanation): Promise<unknown> {
  const run = (command: string, ...rest: unknown[]) => vscode.commands.executeCommand(command, ...rest);
  switch (remedy) {
    case 'wake':
      return run('leftContext.wake');
    case 'settings':
      return run('workbench.action.openSettings', setting);
    case 'include':
      return run('workbench.action.openSettings', 'leftContext.include');
    case 'editor settings':
      return run('workbench.action.openSettings', 'editor.inlineSuggest.enabled');
    case 'trigger':
      // The message has taken the focus.
      await run('workbench.action.focusActiveEditorGroup');
      return run('editor.action.inlineSuggest.trigger');
    case 'unsnooze':
      return run('editor.action.inlineSuggest.cancelSnooze');
    case 'log':
      return run('leftContext.showLog');
    case 'choose model':
      return run('workbench.action.openSettings', 'leftContext.completion.model');
  }
}
