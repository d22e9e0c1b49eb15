import * as vscode from 'vscode';
import type { Completion } from '../../contracts/completionRequests';
import type { InferenceState } from '../../contracts/inference';
import type { InferenceProcess } from '../../host/startAndRestartInferenceProcess.node';
import { ENGINE_SETTINGS } from '../../host/engines/engineRoles';
import type { ModelPause, ModelPauseReason } from '../../host/modelPause';
import { documentRole, onDidChangeRoles } from '../../host/documentRole';
import { onDidChangeSettings } from '../../host/settings';
import type { AcceptanceTally, Tally } from '../completion/countKeptCharacters';
import type { GhostText, StoodIn } from '../completion/ghostText';
import { formatCount } from '../shared/formatNumbers';
import type { ModelInUse, ModelsInUse } from './modelsInUse';

/**
 * The language status of prompts and text: the model that writes ghost text and why it is not another one, the state of its
 * process, how fast its last completion was, and how much of the accepted text was kept.
 */
export class ModelLanguageStatus implements vscode.Disposable {
  readonly #inference: Pick<InferenceProcess, 'state'>;
  readonly #acceptance: AcceptanceTally;
  readonly #pause: ModelPause;
  readonly #models: ModelsInUse;
  readonly #item = vscode.languages.createLanguageStatusItem('leftContext.models', []);
  readonly #listeners: vscode.Disposable;
  #lastCompletion: Completion | undefined;
  /** The model that wrote last in place of the one that was asked. */
  #standIn: StoodIn | undefined;
  /** Why the last completion failed, while the process runs on. */
  #failure: string | undefined;

  constructor(
    inference: Pick<InferenceProcess, 'state' | 'onDidChangeState'>,
    ghostText: GhostText,
    acceptance: AcceptanceTally,
    pause: ModelPause,
    models: ModelsInUse,
  ) {
    this.#inference = inference;
    this.#acceptance = acceptance;
    this.#pause = pause;
    this.#models = models;
    this.#item.name = 'Left Context';
    this.#listeners = vscode.Disposable.from(
      inference.onDidChangeState(() => this.#show()),
      acceptance.onDidChange(() => this.#show()),
      models.onDidChange(() => this.#show()),
      ghostText.onDidComplete((completion) => {
        this.#lastCompletion = completion;
        this.#standIn = undefined;
        this.#setFailure(undefined);
      }),
      ghostText.onDidStandIn((standIn) => {
        this.#standIn = standIn;
        this.#setFailure(standIn.failure);
      }),
      // The state itself tells that the process has ended.
      ghostText.onDidFail((message) => {
        const isElsewhere = models.writing(vscode.window.activeTextEditor?.document).elsewhere !== undefined;
        this.#setFailure(isElsewhere || inference.state === 'running' ? message : undefined);
      }),
      onDidChangeRoles(() => this.#select()),
      vscode.window.onDidChangeActiveTextEditor(() => this.#select()),
      // A change of language closes a document and opens it again.
      vscode.workspace.onDidOpenTextDocument(() => this.#select()),
      onDidChangeSettings(['completion.model', ...ENGINE_SETTINGS], () => {
        this.#standIn = undefined;
        this.#setFailure(undefined);
      }),
    );
    this.#select();
  }

  dispose(): void {
    this.#listeners.dispose();
    this.#item.dispose();
  }

  /** VS Code shows the item for the active editor only, so it is enough to select documents like that one. */
  #select(): void {
    const document = vscode.window.activeTextEditor?.document;
    const isRead = document !== undefined && documentRole(document) !== 'other';
    this.#item.selector = isRead ? { language: document.languageId, scheme: document.uri.scheme } : [];
    this.#show();
  }

  #setFailure(failure: string | undefined): void {
    this.#failure = failure;
    this.#show();
  }

  #show(): void {
    const document = vscode.window.activeTextEditor?.document;
    const writer = this.#models.writing(document);
    const { detail, severity } = this.#appearanceOf(writer);
    const isFine = severity === Information;
    const figures = isFine ? [...speedOf(this.#lastCompletion), ...keptOf(this.#acceptance.tally)] : [];
    const standIn = this.#standIn && this.#models.labelOf(this.#standIn.model);
    const pause = writer.elsewhere === undefined ? this.#pause.reason : this.#models.pauseOfWriting(document);
    const facts = [
      ...(writer.elsewhere !== undefined && isFine && figures.length > 0 ? [detail] : []),
      ...pauseOf(pause, writer.reason),
      ...(standIn === undefined
        ? []
        : [isFine ? `${standIn} wrote while it ${whatItDid(this.#standIn!, writer)}` : `${standIn} writes instead`]),
      ...(figures.length > 0 ? figures : [detail]),
    ].join(' · ');
    this.#item.text = `Left Context: ${this.#standIn?.failure === undefined ? writer.label : standIn}`;
    this.#item.detail = `${facts} · [Settings](command:leftContext.openSettings) · [Log](command:leftContext.showLog)`;
    this.#item.severity = severity;
    this.#item.command =
      writer.elsewhere !== undefined
        ? { title: 'Engines', command: 'leftContext.connectEngine' }
        : isFine || this.#failure
          ? { title: 'Choose Model', command: 'leftContext.chooseModel', arguments: ['completion'] }
          : { title: 'Restart', command: 'leftContext.restartModels' };
  }

  #appearanceOf({ elsewhere }: ModelInUse): { detail: string; severity: vscode.LanguageStatusSeverity } {
    if (elsewhere === undefined)
      return this.#failure ? { detail: this.#failure, severity: Failure } : APPEARANCE[this.#inference.state];
    // The model on this machine goes on writing.
    if (this.#failure) return { detail: this.#failure, severity: Warning };
    return { detail: `runs elsewhere, at ${elsewhere}`, severity: Information };
  }
}

/** What a model did while another one wrote in its place. */
function whatItDid({ isReading }: StoodIn, { elsewhere }: ModelInUse): string {
  if (isReading) return 'read the prompt';
  return elsewhere === undefined ? 'loaded' : 'was being connected';
}

const { Information, Warning, Error: Failure } = vscode.LanguageStatusSeverity;

const APPEARANCE = {
  stopped: { detail: 'loads when needed', severity: Information },
  running: { detail: 'runs on this machine', severity: Information },
  crashed: { detail: 'crashed; starts again as you type', severity: Warning },
  'given up': { detail: 'keeps crashing', severity: Failure },
} satisfies Record<InferenceState, unknown>;

/** @param reasonForWriter why another model than the best one writes, such as that this is paused on battery */
function pauseOf(reason: ModelPauseReason | undefined, reasonForWriter: string | undefined): string[] {
  if (!reason) return reasonForWriter === undefined ? [] : [reasonForWriter];
  const state = reasonForWriter ?? (reason === 'battery' ? 'paused on battery' : 'paused');
  return [`${state} ([resume](command:leftContext.wake))`];
}

function speedOf(completion: Completion | undefined): string[] {
  if (!completion) return [];
  const { milliseconds, generatedTokens } = completion;
  const latency = `${Math.round(milliseconds)} ms`;
  return generatedTokens === 0
    ? [latency]
    : [latency, `${Math.round((1000 * generatedTokens) / milliseconds)} tokens/s`];
}

function keptOf({ accepted, kept }: Tally): string[] {
  return accepted === 0 ? [] : [`${formatCount(kept)} of ${formatCount(accepted)} characters kept`];
}
