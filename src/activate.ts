import type * as vscode from 'vscode';
import { registerAttentionPanel } from './features/attentionPanel';
import { registerGhostText } from './features/ghostText';
import { registerModelStatus } from './features/modelStatus';
import { registerTokenBudget } from './features/tokenBudget';
import type { InferenceProcess } from './host/inferenceProcess.node';

/** Builds everything, once; the only place where features meet the models. */
export function activate(
  context: vscode.ExtensionContext,
  inference: InferenceProcess,
  log: vscode.LogOutputChannel,
): void {
  context.subscriptions.push(
    inference,
    registerModelStatus(inference, log),
    registerTokenBudget(inference, log),
    registerGhostText(inference, log),
    registerAttentionPanel(inference, log, context.extensionUri),
  );
}
