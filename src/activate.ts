import type * as vscode from 'vscode';
import { registerAttentionPanel } from './features/attentionPanel';
import { AttentionModels } from './features/attentionModels';
import { Acceptance } from './features/acceptance';
import { GhostText } from './features/ghostText';
import { fetchWith } from './features/arrival';
import { letGo, registerChooseModel } from './features/chooseModel';
import { registerInsidePanel } from './features/insidePanel';
import { registerInfluence } from './features/influence';
import { registerHubToken } from './features/hubToken';
import { registerRemoveModel } from './features/removeModel';
import { registerRewriteSelection } from './features/rewriteSelection';
import { registerModelStatus } from './features/modelStatus';
import { registerModelView } from './features/modelView';
import { OrderLint } from './features/orderLint';
import { registerSegmentLens } from './features/segmentLens';
import { registerSplitPrompt } from './features/splitPrompt';
import { registerBothSides } from './features/bothSides';
import { SurpriseMap } from './features/surpriseMap';
import { TokenCounts } from './features/tokenCounts';
import { registerTokenLimit } from './features/tokenLimit';
import { registerTokenStatus } from './features/tokenStatus';
import { registerTokenView } from './features/tokenView';
import { registerTrimPrompt } from './features/trimPrompt';
import { registerWalkthrough } from './features/walkthrough';
import { registerWhySilent } from './features/whySilent';
import { Previews } from './host/previews';
import type { InferenceProcess } from './host/inferenceProcess.node';
import type { ModelStore } from './host/modelStore.node';
import type { Rest } from './host/rest';

/** Builds everything, once; the only place where features meet the models. */
export function activate(
  context: vscode.ExtensionContext,
  inference: InferenceProcess,
  rest: Rest,
  log: vscode.LogOutputChannel,
  store: ModelStore,
): { ghostText: GhostText; acceptance: Acceptance; tokenCounts: TokenCounts } {
  const ghostText = new GhostText(inference, rest, log);
  const acceptance = new Acceptance(ghostText, context.globalState);
  const counts = new TokenCounts(inference, log);
  const surpriseMap = new SurpriseMap(inference, rest, log);
  const previews = new Previews();
  const attentionModels = new AttentionModels(inference, log);
  context.subscriptions.push(
    inference,
    rest,
    ghostText,
    acceptance,
    registerModelStatus(inference, ghostText, acceptance, rest, log),
    registerModelView(inference, log),
    surpriseMap,
    registerInfluence(inference),
    registerBothSides(inference, () => surpriseMap.isOn, log),
    registerWhySilent(ghostText),
    counts,
    previews,
    inference.onDidRestart(() => counts.retry()),
    registerTokenStatus(inference, counts, log),
    registerTokenLimit(counts),
    new OrderLint(inference, counts, previews, rest, log),
    registerTrimPrompt(inference, counts, previews),
    registerSplitPrompt(inference, previews),
    registerSegmentLens(counts),
    registerTokenView(inference, log),
    attentionModels,
    registerChooseModel(
      store,
      inference,
      fetchWith(store, (model) => letGo(model, inference), log),
      (model, role) => {
        counts.recount();
        if (role === 'attention') void attentionModels.show(model);
      },
    ),
    registerRemoveModel(store, inference, () => {
      counts.recount();
      attentionModels.reload();
    }),
    registerHubToken(store),
    registerRewriteSelection(inference, previews),
    registerAttentionPanel(inference, rest, log, context.extensionUri, attentionModels),
    registerWalkthrough(),
    registerInsidePanel(inference, rest, log, context.extensionUri, attentionModels),
  );
  return { ghostText, acceptance, tokenCounts: counts };
}
