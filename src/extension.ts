import * as vscode from 'vscode';
import { activate as activateShared } from './activate';
import type { Acceptance } from './features/acceptance';
import type { GhostText } from './features/ghostText';
import type { TokenCounts } from './features/tokenCounts';
import { forkInference, InferenceProcess } from './host/inferenceProcess.node';
import { ModelStore } from './host/modelStore.node';
import { setting } from './host/settings';

/** What the extension hands to those who ask for its exports: enough to watch it from outside. */
export interface Exports {
  readonly inference: Pick<InferenceProcess, 'pid' | 'state'>;
  readonly ghostText: Pick<GhostText, 'lastRequest' | 'isGenerating' | 'onDidComplete'>;
  readonly acceptance: Pick<Acceptance, 'tally'>;
  readonly tokenCounts: Pick<TokenCounts, 'failure' | 'latest'>;
}

/** Desktop entry: the models run in a process of their own, forked when first needed. */
export function activate(context: vscode.ExtensionContext): Exports {
  const log = vscode.window.createOutputChannel('Left Context', { log: true });
  context.subscriptions.push(log);
  const main = context.asAbsolutePath('dist/inference.js');
  const embedded = context.asAbsolutePath('models');
  const store = new ModelStore(context.secrets);
  const options = () => ({ main, embedded, downloaded: store.folder, threads: setting('threads') });
  const inference = new InferenceProcess(() => forkInference(options()), log);
  return { inference, ...activateShared(context, inference, log, store) };
}
