import * as vscode from 'vscode';
import { activate as activateShared } from './activate';
import type { AcceptanceTally } from './features/completion/countKeptCharacters';
import type { GhostText } from './features/completion/ghostText';
import type { TokenCounts } from './features/tokens/countVisiblePrompts';
import { batteryOfUser } from './host/battery.node';
import { ContributedModels } from './host/contributedModels';
import { EngineConnections } from './host/engines/engineConnections';
import { forkInference } from './host/forkInference.node';
import { InferenceProcess } from './host/startAndRestartInferenceProcess.node';
import { ModelStore } from './host/modelStore.node';
import { onDidChangeFocus } from './host/onDidChangeFocus';
import { ModelPause } from './host/modelPause';
import { onDidChangeSettings, setting } from './host/settings';
import { idleMs } from './host/endIdleProcess';
import { RESTART_SETTINGS } from './host/settingsThatRestartModels';

/** The extension's exports: enough to observe it from outside. */
export interface Exports {
  readonly inference: Pick<InferenceProcess, 'pid' | 'state' | 'rightContextWords'>;
  readonly ghostText: Pick<GhostText, 'lastRequest' | 'isGenerating' | 'onDidComplete' | 'onDidOffer' | 'onDidStandIn'>;
  readonly acceptance: Pick<AcceptanceTally, 'tally'>;
  readonly tokenCounts: Pick<TokenCounts, 'failure' | 'syncedDocuments' | 'latest'>;
}

/** Entry on the desktop: runs the models in a separate process, which the first request forks. */
export function activate(context: vscode.ExtensionContext): Exports {
  const log = vscode.window.createOutputChannel('Left Context', { log: true });
  context.subscriptions.push(log);
  const main = context.asAbsolutePath('dist/inference.js');
  const embedded = context.asAbsolutePath('models');
  const store = new ModelStore(context.secrets);
  const contributed = new ContributedModels(log);
  const fork = () =>
    forkInference({
      main,
      embedded,
      downloaded: store.folder,
      contributed: contributed.models,
      threads: setting('threads'),
      memoryLimit: setting('memory.limit'),
      releaseAfter: setting('memory.releaseAfter'),
    });
  const inference = new InferenceProcess(fork, idleMs, log);
  context.subscriptions.push(
    contributed,
    contributed.onDidChange(() => inference.restart()),
    onDidChangeSettings(RESTART_SETTINGS, () => inference.restart()),
    onDidChangeFocus(() => inference.idleTimeChanged()),
  );
  const engines = new EngineConnections({ memory: context.globalState, secrets: context.secrets }, log);
  const isRemote = context.extension.extensionKind === vscode.ExtensionKind.Workspace;
  const pause = new ModelPause(batteryOfUser(isRemote));
  return { inference, ...activateShared(context, inference, engines, pause, log, store, contributed) };
}
