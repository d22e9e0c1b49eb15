import * as vscode from 'vscode';
import { registerAgents } from './features/agents/registerAgents';
import { registerAttentionPanel } from './features/attention/attentionPanelCommands';
import { AcceptanceTally } from './features/completion/countKeptCharacters';
import { LearntPrompts } from './features/completion/learnPrompts';
import { GhostText } from './features/completion/ghostText';
import { tellOfMemoryLimit } from './features/models/tellOfMemoryLimit';
import { tellOfReplacedModels } from './features/models/tellOfReplacedModels';
import { tellOfOtherGhostText } from './features/completion/tellOfOtherGhostText';
import { registerNoSuggestion } from './features/completion/whyNoSuggestionCommand';
import { registerVisibleContextView } from './features/completion/visibleContextView';
import { registerBothSides } from './features/expectation/whenBothSidesAreCompared';
import { registerInfluence } from './features/expectation/influenceCommand';
import { SurpriseMap } from './features/expectation/surpriseMap';
import { registerSentences } from './features/sentences/registerSentences';
import { registerInsidePanel } from './features/inside/insidePanelCommands';
import { ModelsInUse, type ContributedModels } from './features/models/modelsInUse';
import { AttentionModels } from './features/models/modelsInAttentionPanel';
import { registerChooseModel } from './features/models/chooseModel';
import { registerConnectEngine } from './features/engines/connectEngineCommand';
import { registerDisconnectEngine } from './features/engines/disconnectEngineCommand';
import { registerEngineStatusItem } from './features/engines/engineStatusItem';
import { registerHubToken } from './features/models/setHubTokenCommand';
import { registerModelCommands } from './features/models/restartAndPauseCommands';
import { ModelLanguageStatus } from './features/models/modelLanguageStatus';
import { FoldersChosenBefore } from './features/models/foldersChosenBefore.node';
import { registerRemoveModel } from './features/models/removeModel';
import { registerFindingQuickFixes } from './features/findings/findingQuickFixes';
import { PromptFindings } from './features/findings/promptFindings';
import { registerRewriteSelection } from './features/rewriteSelection';
import { registerSegmentLens } from './features/tokens/segmentCodeLens';
import { registerSplitPrompt } from './features/tokens/splitPrompt';
import { TokenCounts } from './features/tokens/countVisiblePrompts';
import { registerCountFor } from './features/tokens/countFor';
import { registerCountAsSent } from './features/tokens/countAsSent';
import { registerCountWithEditorModels } from './features/tokens/countWithEditorModels';
import { registerStrictLimit } from './features/tokens/makeLimitStrict';
import { registerStopMarks } from './features/tokens/markWhereModelStops';
import { registerShadePastLimit } from './features/tokens/shadeTextPastLimit';
import { registerTokenActions } from './features/tokens/tokenActions';
import { registerTokenLimitDiagnostics } from './features/tokens/tokenLimitDiagnostics';
import { registerTokenStatusBar } from './features/tokens/tokenStatusBar';
import { registerTokenView } from './features/tokens/tokenView';
import { registerTrimPrompt } from './features/tokens/trimPrompt';
import { registerMoveRest } from './features/promptFiles/moveRestToNewFile';
import { registerPromptFileLimits } from './features/promptFiles/promptFileLimitDiagnostics';
import { registerTreatAsPrompt } from './features/treatAsPrompt';
import { registerWalkthrough } from './features/walkthrough';
import type { Inference } from './contracts/inference';
import { countWithEngines } from './host/engines/countingEngine';
import type { EngineConnections } from './host/engines/engineConnections';
import { engineInference } from './host/engines/engineInference';
import { machineMemory } from './host/machineMemory.node';
import { routedInference, type Routing } from './host/routedInference';
import type { InferenceProcess } from './host/startAndRestartInferenceProcess.node';
import type { ModelStore } from './host/modelStore.node';
import { rememberFileChoices } from './host/fileChoices';
import type { ModelPause } from './host/modelPause';
import { Previews } from './host/diffPreviews';

/** What features are built from. */
interface Services {
  /** All models: those of the process, and those of engines. */
  readonly inference: Inference;
  /** The process that runs the models on this machine. */
  readonly localModels: InferenceProcess;
  readonly engines: EngineConnections;
  readonly pause: ModelPause;
  readonly models: ModelsInUse;
  readonly log: vscode.LogOutputChannel;
  readonly store: ModelStore;
  readonly previews: Previews;
  readonly counts: TokenCounts;
  readonly attentionModels: AttentionModels;
  readonly folders: FoldersChosenBefore;
}

/** Builds all features. The only place where they meet the inference process and the engines. */
export function activate(
  { subscriptions, globalState, workspaceState, globalStorageUri, extensionUri }: vscode.ExtensionContext,
  localModels: InferenceProcess,
  engines: EngineConnections,
  pause: ModelPause,
  log: vscode.LogOutputChannel,
  store: ModelStore,
  contributed: ContributedModels,
): { ghostText: GhostText; acceptance: AcceptanceTally; tokenCounts: TokenCounts } {
  subscriptions.push(rememberFileChoices(workspaceState));
  const isRunning = () => localModels.state === 'running';
  const models = new ModelsInUse(contributed, pause, isRunning, machineMemory, engines);
  const inference = routedInference(localModels, engineInference(engines), routingOf(engines, models));
  const prompts = new LearntPrompts(localModels, log);
  const ghostText = new GhostText(inference, models, prompts, log);
  const acceptance = new AcceptanceTally(ghostText, globalState);
  const counts = new TokenCounts(inference, log);
  const previews = new Previews();
  const findings = new PromptFindings(log);
  const attentionModels = new AttentionModels(inference, models, log);
  const folders = new FoldersChosenBefore(globalState);
  const services = {
    inference,
    localModels,
    engines,
    pause,
    models,
    log,
    store,
    previews,
    counts,
    attentionModels,
    folders,
  };
  subscriptions.push(
    localModels,
    engines,
    countWithEngines(engines),
    pause,
    models,
    previews,
    prompts,
    ghostText,
    acceptance,
    registerNoSuggestion(ghostText),
    tellOfOtherGhostText(ghostText, globalState),
    tellOfReplacedModels(ghostText, models, log),
    tellOfMemoryLimit(localModels, log),
    localModels.onDidFailToLoad(({ model, reason }) => models.replace(model, reason)),
    ghostText.onDidStandIn(({ requested, failure, isUnusable }) => isUnusable && models.replace(requested, failure!)),
    localModels.onDidRestart(() => models.retry()),
    registerVisibleContextView(inference, models, log),
    new ModelLanguageStatus(localModels, ghostText, acceptance, pause, models),
    registerTokens(services),
    registerExpectation(services),
    registerModels(services),
    registerEngines(services),
    findings,
    registerFindingQuickFixes(findings, previews),
    registerRewriteSelection(inference, previews),
    registerAttentionPanel(inference, pause, log, extensionUri, attentionModels),
    registerInsidePanel(inference, pause, log, extensionUri, attentionModels),
    registerAgents(inference, log),
    registerTreatAsPrompt(),
    registerPromptFileLimits(log),
    registerMoveRest(previews),
    registerWalkthrough(globalStorageUri),
  );
  return { ghostText, acceptance, tokenCounts: counts };
}

function registerTokens({ inference, localModels, counts, previews, log, store }: Services): vscode.Disposable {
  return vscode.Disposable.from(
    counts,
    localModels.onDidRestart(() => counts.retry()),
    registerTokenStatusBar(inference, counts, log),
    registerTokenLimitDiagnostics(counts),
    registerShadePastLimit(counts),
    registerStopMarks(counts),
    registerStrictLimit(),
    registerTokenActions((document) => counts.latest(document)),
    registerCountFor(store, () => counts.recount()),
    registerCountWithEditorModels(),
    registerCountAsSent(inference),
    registerTrimPrompt(inference, counts, previews),
    registerSplitPrompt(inference, previews),
    registerSegmentLens(counts),
    registerTokenView(inference, log),
  );
}

function registerExpectation({ inference, pause, models, log }: Services): vscode.Disposable {
  const surpriseMap = new SurpriseMap(inference, models, pause, log);
  return vscode.Disposable.from(
    surpriseMap,
    registerBothSides(inference, models, () => surpriseMap.isOn, log),
    registerInfluence(inference, models),
    registerSentences(inference, models, pause, log),
  );
}

function registerModels({
  inference,
  localModels,
  pause,
  models,
  log,
  store,
  counts,
  attentionModels,
  folders,
}: Services): vscode.Disposable {
  return vscode.Disposable.from(
    attentionModels,
    registerModelCommands(localModels, pause, log),
    registerChooseModel(store, inference, models, folders, log, async (model, role) => {
      models.retry();
      counts.recount();
      if (role === 'attention') await attentionModels.show(model);
    }),
    registerRemoveModel(store, inference, () => {
      counts.recount();
      attentionModels.reload();
    }),
    registerHubToken(store),
  );
}

function registerEngines({ engines }: Services): vscode.Disposable {
  return vscode.Disposable.from(
    registerConnectEngine(engines),
    registerDisconnectEngine(engines),
    registerEngineStatusItem(engines),
  );
}

/** Who writes in place of an engine: the model on this machine, unless it is paused. */
function routingOf(engines: EngineConnections, models: ModelsInUse): Routing {
  const active = () => vscode.window.activeTextEditor?.document;
  return {
    isYetToConnect: (name) => ['idle', 'connecting'].includes(engines.stateOf(name).kind),
    connectSoon: (name) => engines.connectSoon(name),
    writerHere: () => (models.pauseOfWritingHere(active()) ? undefined : models.writingHere(active()).id),
  };
}
