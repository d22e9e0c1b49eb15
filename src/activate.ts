import type * as vscode from 'vscode';
import { registerAttentionPanel } from './features/attentionPanel';
import { Acceptance } from './features/acceptance';
import { GhostText } from './features/ghostText';
import { registerModelStatus } from './features/modelStatus';
import { registerModelView } from './features/modelView';
import { registerTokenBudget } from './features/tokenBudget';
import { registerWhySilent } from './features/whySilent';
import type { InferenceProcess } from './host/inferenceProcess.node';

/** Builds everything, once; the only place where features meet the models. */
export function activate(
  context: vscode.ExtensionContext,
  inference: InferenceProcess,
  log: vscode.LogOutputChannel,
): { ghostText: GhostText; acceptance: Acceptance } {
  const ghostText = new GhostText(inference, log);
  const acceptance = new Acceptance(ghostText, context.globalState);
  context.subscriptions.push(
    inference,
    ghostText,
    acceptance,
    registerModelStatus(inference, ghostText, acceptance, log),
    registerModelView(inference, log),
    registerWhySilent(ghostText),
    registerTokenBudget(inference, log),
    registerAttentionPanel(inference, log, context.extensionUri),
  );
  return { ghostText, acceptance };
}
