import * as vscode from 'vscode';
import type { InferenceState } from '../contracts/inference';
import { promptSelector } from '../host/prompts';
import { onDidChangeSettings } from '../host/settings';

interface Models {
  readonly state: InferenceState;
  readonly onDidChangeState: vscode.Event<InferenceState>;
  restart(): void;
}

/** One quiet line in the language status: whether the models run, and how to restart them. */
export function registerModelStatus(models: Models, log: vscode.LogOutputChannel): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem('leftContext.models', promptSelector());
  item.name = 'Left Context';
  const show = () => {
    const { text, detail, severity } = APPEARANCE[models.state];
    item.text = text;
    item.detail = detail;
    item.severity = severity;
    const isDown = severity !== vscode.LanguageStatusSeverity.Information;
    item.command = isDown
      ? { title: 'Restart', command: 'leftContext.restartModels' }
      : { title: 'Show Log', command: 'leftContext.showLog' };
  };
  show();
  return vscode.Disposable.from(
    item,
    models.onDidChangeState(show),
    onDidChangeSettings(['include'], () => (item.selector = promptSelector())),
    vscode.commands.registerCommand('leftContext.restartModels', () => models.restart()),
    vscode.commands.registerCommand('leftContext.showLog', () => log.show()),
  );
}

const { Information, Warning, Error: Failure } = vscode.LanguageStatusSeverity;

const APPEARANCE = {
  resting: { text: 'Left Context', detail: 'models load when needed', severity: Information },
  running: { text: 'Left Context', detail: 'models run on this machine', severity: Information },
  crashed: { text: 'Left Context', detail: 'models stopped; they come back as you type', severity: Warning },
  'given up': { text: 'Left Context', detail: 'models keep stopping', severity: Failure },
} satisfies Record<InferenceState, unknown>;
