import * as vscode from 'vscode';
import type { Explanation, LearntFrom, Remedy } from '../../core/completion/reasonAndButtonsOfNoSuggestion';

/** Titles of the buttons beside the answer of “Why Is There No Suggestion?”. */
export const TITLES: Record<Remedy, string> = {
  wake: 'Resume Models',
  settings: 'Open Setting',
  include: 'Open Setting',
  'treat as prompt': 'Treat as Prompt',
  'editor settings': 'Open Setting',
  trigger: 'Ask Now',
  unsnooze: 'End Snooze',
  log: 'Show Log',
  source: 'Show It',
  'choose model': 'Choose Model',
  engines: 'Show Engines',
};

/** Does what a button promises. */
export async function apply(remedy: Remedy, { setting, from }: Explanation): Promise<unknown> {
  const run = (command: string, ...args: unknown[]) => vscode.commands.executeCommand(command, ...args);
  switch (remedy) {
    case 'wake':
      return run('leftContext.wake');
    case 'settings':
      return run('workbench.action.openSettings', setting);
    case 'include':
      return run('workbench.action.openSettings', 'leftContext.include');
    case 'treat as prompt':
      return run('leftContext.treatAsPrompt');
    case 'editor settings':
      return run('workbench.action.openSettings', 'editor.inlineSuggest.enabled');
    case 'trigger':
      // Suggestions need the focus, which is on the message.
      await run('workbench.action.focusActiveEditorGroup');
      return run('editor.action.inlineSuggest.trigger');
    case 'unsnooze':
      return run('editor.action.inlineSuggest.cancelSnooze');
    case 'source':
      return from && openAt(from);
    case 'log':
      return run('leftContext.showLog');
    case 'engines':
      return run('leftContext.connectEngine');
    case 'choose model':
      return run('workbench.action.openSettings', 'leftContext.completion.model');
  }
}

async function openAt({ uri, line }: LearntFrom): Promise<void> {
  const start = new vscode.Position(line, 0);
  await vscode.window.showTextDocument(vscode.Uri.parse(uri), { selection: new vscode.Range(start, start) });
}
