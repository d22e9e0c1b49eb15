import type * as vscode from 'vscode';
import { registerAttentionPanel } from './features/attention/attentionPanel';
import { AttentionModels } from './features/models/attentionModels';
import { AcceptanceTally } from './features/completion/acceptanceTally';
import { GhostText } from './features/completion/ghostText';
import { modelDownloader } from './features/models/downloadModel';
import { releaseIfUnused, registerChooseModel } from './features/models/chooseModel';
import { registerInsidePanel } from './features/inside/insidePanel';
import { registerInfluence } from './features/expectation/influenceCommand';
import { registerHubToken } from './features/models/hubToken';
import { registerRemoveModel } from './features/models/removeModel';
import { registerRewriteSelection } from './features/rewriteSelection';
import { registerModelStatus } from './features/models/modelStatus';
import { registerVisibleContextView } from './features/completion/visibleContextView';
import { OrderLint } from './features/orderLint';
import { registerSegmentLens } from './features/tokens/segmentLens';
import { registerSplitPrompt } from './features/tokens/splitPrompt';
import { registerBothSides } from './features/expectation/bothSides';
import { SurpriseMap } from './features/expectation/surpriseMap';
import { TokenCounts } from './features/tokens/tokenCounts';
import { registerTokenLimitDiagnostics } from './features/tokens/tokenLimitDiagnostics';
import { registerTokenStatus } from './features/tokens/tokenStatus';
import { registerTokenView } from './features/tokens/tokenView';
import { registerTrimPrompt } from './features/tokens/trimPrompt';
import { registerWalkthrough } from './features/walkthrough';
import { registerNoSuggestion } from './features/completion/noSuggestion';
import { Previews } from './host/previews';
import type { InferenceProcess } from './host/inferenceProcess.node';
import type { ModelStore } from './host/modelStore.node';
import type { Pause } from './host/pause';

/** Builds everything, once; the only place where features meet the models. */
export function activate(
  context: vscode.ExtensionContext,
  inference: InferenceProcess,
  rest: Pause,
  log: vscode.LogOutputChannel,
  store: ModelStore,
): { ghostText: GhostText; acceptance: AcceptanceTally; tokenCounts: TokenCounts } {
  const ghostText = new GhostText(inference, rest, log);
  const acceptance = new AcceptanceTally(ghostText, context.globalState);
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
    registerVisibleContextView(inference, log),
    surpriseMap,
    registerInfluence(inference),
    registerBothSides(inference, () => surpriseMap.isOn, log),
    registerNoSuggestion(ghostText),
    counts,
    previews,
    inference.onDidRestart(() => counts.retry()),
    registerTokenStatus(inference, counts, log),
    registerTokenLimitDiagnostics(counts),
    new OrderLint(inference, counts, previews, rest, log),
    registerTrimPrompt(inference, counts, previews),
    registerSplitPrompt(inference, previews),
    registerSegmentLens(counts),
    registerTokenView(inference, log),
    attentionModels,
    registerChooseModel(
      store,
      inference,
      modelDownloader(store, (model) => releaseIfUnused(model, inference), log),
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
