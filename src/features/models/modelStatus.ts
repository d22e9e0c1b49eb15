import * as vscode from 'vscode';
import type { Completion } from '../../contracts/completion';
import type { InferenceState } from '../../contracts/inference';
import { labelOf } from '../../core/models/modelSpec';
import { promptSelector } from '../../host/promptDocuments';
import type { Pause, PauseReason } from '../../host/pause';
import { onDidChangeSettings, setting } from '../../host/settings';
import type { AcceptanceTally, Tally } from '../completion/acceptanceTally';
import type { GhostText } from '../completion/ghostText';

interface Models {
  readonly state: InferenceState;
  readonly onDidChangeState: vscode.Event<InferenceState>;
  restart(): void;
}

/**
 * One quiet line in the language status: which model writes, whether it runs, how fast it was last, how much of what it
 * wrote was kept.
 */
export function registerModelStatus(
  models: Models,
  ghostText: GhostText,
  acceptance: AcceptanceTally,
  rest: Pause,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem('leftContext.models', promptSelector());
  item.name = 'Left Context';
  let last: Completion | undefined;
  let failure: string | undefined;
  const show = () => {
    const { detail, severity } = failure ? { detail: failure, severity: Failure } : APPEARANCE[models.state];
    const isUp = severity === Information;
    const measured = isUp ? [...speedOf(last), ...keptOf(acceptance.tally)] : [];
    const facts = [...restOf(rest.reason), ...(measured.length > 0 ? measured : [detail])].join(' · ');
    item.text = `Left Context: ${labelOf(setting('completion.model'))}`;
    item.detail = `${facts} · [Settings](command:leftContext.openSettings) · [Log](command:leftContext.showLog)`;
    item.severity = severity;
    item.command =
      isUp || failure
        ? { title: 'Choose Model', command: 'leftContext.chooseModel', arguments: ['completion'] }
        : { title: 'Restart', command: 'leftContext.restartModels' };
  };
  show();
  return vscode.Disposable.from(
    item,
    models.onDidChangeState(show),
    acceptance.onDidChange(show),
    rest.onDidChange(show),
    ghostText.onDidComplete((completion) => {
      last = completion;
      failure = undefined;
      show();
    }),
    ghostText.onDidFail((message) => {
      // Of a process that ended its state tells.
      failure = models.state === 'running' ? message : undefined;
      show();
    }),
    onDidChangeSettings(['include'], () => (item.selector = promptSelector())),
    onDidChangeSettings(['completion.model'], () => {
      failure = undefined;
      show();
    }),
    vscode.commands.registerCommand('leftContext.restartModels', () => models.restart()),
    vscode.commands.registerCommand('leftContext.rest', () => rest.say('rest')),
    vscode.commands.registerCommand('leftContext.wake', () => rest.say('wake')),
    vscode.commands.registerCommand('leftContext.showLog', () => log.show()),
    vscode.commands.registerCommand('leftContext.openSettings', () => openSettings('@ext:left-context.left-context')),
  );
}

const { Information, Warning, Error: Failure } = vscode.LanguageStatusSeverity;

const APPEARANCE = {
  stopped: { detail: 'loads when needed', severity: Information },
  running: { detail: 'runs on this machine', severity: Information },
  crashed: { detail: 'stopped; comes back as you type', severity: Warning },
  'given up': { detail: 'keeps stopping', severity: Failure },
} satisfies Record<InferenceState, unknown>;

function restOf(reason: PauseReason | undefined): string[] {
  if (!reason) return [];
  return [`resting${reason === 'battery' ? ' on battery' : ''} ([wake](command:leftContext.wake))`];
}

function speedOf(last: Completion | undefined): string[] {
  if (!last) return [];
  const latency = `${Math.round(last.milliseconds)} ms`;
  return last.tokens === 0 ? [latency] : [latency, `${Math.round((1000 * last.tokens) / last.milliseconds)} tokens/s`];
}

function keptOf({ accepted, kept }: Tally): string[] {
  return accepted === 0 ? [] : [`${kept.toLocaleString('en')} of ${accepted.toLocaleString('en')} characters kept`];
}

function openSettings(query: string): Thenable<unknown> {
  return vscode.commands.executeCommand('workbench.action.openSettings', query);
}
