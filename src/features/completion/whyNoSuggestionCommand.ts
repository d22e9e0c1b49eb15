import * as vscode from 'vscode';
import { explainNoSuggestion, type Explanation, type Remedy } from '../../core/completion/noSuggestionReason';
import { isPrompt } from '../../host/promptSelector';
import { notify } from '../../host/notify';
import type { GhostText } from './ghostText';

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
    isPrompt: isPrompt(document),
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

const TITLES: Record<Remedy, string> = {
  wake: 'Resume Models',
  settings: 'Open Setting',
  include: 'Open Setting',
  'editor settings': 'Open Setting',
  trigger: 'Ask Now',
  unsnooze: 'End Snooze',
  log: 'Show Log',
  'choose model': 'Choose Model',
};

async function apply(remedy: Remedy, { setting }: Explanation): Promise<unknown> {
  const run = (command: string, ...args: unknown[]) => vscode.commands.executeCommand(command, ...args);
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
      // Suggestions need the focus, which is on the message.
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
