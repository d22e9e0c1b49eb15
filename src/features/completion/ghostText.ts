import * as vscode from 'vscode';
import { errorText } from '../../core/errorText';
import type { Completion, CompletionRequest, StandIn } from '../../contracts/completionRequests';
import type { Inference } from '../../contracts/inference';
import { PrefixTrie } from '../../core/completion/prefixTrieOfSuggestions';
import { RefusedSuggestions } from '../../core/completion/refusedSuggestions';
import type { SuggestionOutcome } from '../../core/completion/reasonAndButtonsOfNoSuggestion';
import { documentRole } from '../../host/documentRole';
import { EngineError } from '../../host/engines/engineTypes';
import { onDidChangeSettings, setting } from '../../host/settings';
import type { ModelsInUse } from '../models/modelsInUse';
import { learntFrom } from './learntFrom';
import type { LearntPrompts } from './learnPrompts';
import { RunningGeneration } from './runningGeneration';
import { leftOf } from './textLeftOfCaret';
import { disablingSetting } from './whereGhostTextIsOff';
import { obstacleTo } from './whenGhostTextIsRequested';
import { whyNoText } from './whyModelWroteNothing';
import { CACHE_SIZE, cachedSuggestion, type Suggestion } from './reuseCachedSuggestion';
import { textNotToRepeat } from './textSuggestionsMustNotRepeat';
import { REQUEST_SETTINGS, requestFor } from './completionSettings';
import { OPENING_PAUSE_MS, pauseBeforeReading, PromptReadAhead } from './readPromptAhead';

/** The last request for ghost text, and what became of it. */
export interface LastRequest {
  readonly document: vscode.TextDocument;
  readonly version: number;
  readonly outcome: SuggestionOutcome;
}

/** Ghost text handed to VS Code, and the UTF-16 offset where it belongs. */
export interface OfferedSuggestion {
  readonly document: vscode.TextDocument;
  readonly offset: number;
  readonly texts: readonly string[];
}

/** A model that wrote in place of another one. */
export interface StoodIn extends StandIn {
  /** Id of the model that was asked. */
  readonly requested: string;
}

/** Ghost text: what a causal model, which sees only the text left of the caret, would write next. */
export class GhostText implements vscode.InlineCompletionItemProvider, vscode.Disposable {
  readonly #offered = new vscode.EventEmitter<OfferedSuggestion>();
  readonly #completed = new vscode.EventEmitter<Completion>();
  readonly #stoodIn = new vscode.EventEmitter<StoodIn>();
  readonly #failed = new vscode.EventEmitter<string>();
  readonly #inference: Inference;
  readonly #models: ModelsInUse;
  readonly #log: vscode.LogOutputChannel;
  readonly #prompts: Pick<LearntPrompts, 'nameOf' | 'onDidChange'>;
  readonly #refused = new WeakMap<vscode.TextDocument, RefusedSuggestions>();
  /** The document in which the latest edit deleted or undid something. */
  #deletedIn: vscode.TextDocument | undefined;
  readonly #cache = new PrefixTrie<Completion>(CACHE_SIZE);
  /** The settings that the cached completions were made with, as text. */
  #settingsOfCache = '';
  /** Whether the models have learnt prompts, or still do, that some cached completions do not know. */
  #isCacheOld = false;
  readonly #ahead: PromptReadAhead;
  readonly #listeners: vscode.Disposable;
  #running: RunningGeneration | undefined;
  /** The latest request's. After VS Code cancels the request, its generation goes on while the text agrees with it. */
  #token: vscode.CancellationToken | undefined;
  /** How many requests came. An older one that ends later does not hide what became of the latest. */
  #requests = 0;
  #lastRequest: LastRequest | undefined;
  /** The editor that just became active, until VS Code has restored its caret. */
  #opening: vscode.TextEditor | undefined;
  /** Whether the model has been loaded. */
  #hasAnswered = false;

  readonly onDidOffer = this.#offered.event;
  readonly onDidComplete = this.#completed.event;
  readonly onDidStandIn = this.#stoodIn.event;
  /** Fires with the reason why a completion failed and what to do next. */
  readonly onDidFail = this.#failed.event;

  /** @param prompts tells which documents the models have learnt */
  constructor(
    inference: Inference,
    models: ModelsInUse,
    prompts: Pick<LearntPrompts, 'nameOf' | 'onDidChange'>,
    log: vscode.LogOutputChannel,
  ) {
    this.#inference = inference;
    this.#models = models;
    this.#prompts = prompts;
    this.#log = log;
    this.#ahead = new PromptReadAhead(inference);
    this.#listeners = vscode.Disposable.from(
      vscode.languages.registerInlineCompletionItemProvider({ pattern: '**' }, this),
      onDidChangeSettings(REQUEST_SETTINGS, () => this.#clearCache()),
      prompts.onDidChange(() => (this.#isCacheOld = true)),
      vscode.window.onDidChangeActiveTextEditor((editor) => this.#readAhead(editor)),
      vscode.workspace.onDidChangeTextDocument((change) => this.#noteDeletion(change)),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
        this.#stopStaleGeneration();
        if (textEditor === this.#opening) this.#readAhead(textEditor);
      }),
    );
    this.#readAhead(vscode.window.activeTextEditor);
  }

  get lastRequest(): LastRequest | undefined {
    return this.#lastRequest;
  }

  get isGenerating(): boolean {
    return this.#running !== undefined;
  }

  dispose(): void {
    this.#running?.stop();
    this.#ahead.cancel();
    this.#listeners.dispose();
    this.#offered.dispose();
    this.#completed.dispose();
    this.#stoodIn.dispose();
    this.#failed.dispose();
  }

  async provideInlineCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    context: vscode.InlineCompletionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.InlineCompletionItem[]> {
    if (documentRole(document) === 'other') return [];
    const { version } = document;
    const request = ++this.#requests;
    const record = (outcome: SuggestionOutcome) => {
      if (request === this.#requests) this.#lastRequest = { document, version, outcome };
    };
    const isExplicit = context.triggerKind === vscode.InlineCompletionTriggerKind.Invoke;
    const isAfterDeletion = this.#deletedIn === document;
    const obstacle = obstacleTo(document, position, context, this.#models.pauseOfWriting(document), isAfterDeletion);
    if (obstacle) {
      record(obstacle);
      return [];
    }
    const left = leftOf(document, position);
    const right = textNotToRepeat(document, position);
    // A generation that runs goes on: VS Code does not ask again for what brought nothing.
    if (this.#isCacheOld && !this.#running) this.#clearCache();
    record({ kind: 'asking', isFirst: !this.#hasAnswered });
    this.#token = token;
    const listener = token.onCancellationRequested(() => this.#stopStaleGeneration());
    const refused = this.#refusedIn(document);
    refused.typed(left);
    try {
      const suggestion = isExplicit
        ? ofCompletion(await this.#complete(document, this.#explicitRequestFor(document, left, right)))
        : await this.#suggest(document, left, right, token);
      const texts = suggestion?.texts ?? [];
      const isRefused = !isExplicit && texts[0] !== undefined && refused.isRefused(left, texts[0]);
      if (!suggestion || token.isCancellationRequested) record({ kind: 'typed on' });
      else if (texts.length === 0) record(whyNoText(suggestion.completion, document));
      else if (isRefused) record({ kind: 'refused' });
      else record({ kind: 'shown', from: learntFrom(suggestion.completion) });
      if (texts.length === 0 || isRefused) return [];
      if (!token.isCancellationRequested) refused.offer(left, texts[0]!);
      this.#offered.fire({ document, offset: document.offsetAt(position), texts });
      return texts.map((text) => new vscode.InlineCompletionItem(text, new vscode.Range(position, position)));
    } catch (error) {
      const message = errorText(error);
      record({ kind: 'error', message, isOfEngine: error instanceof EngineError });
      this.#failed.fire(message);
      this.#log.warn(`No ghost text: ${message}`);
      return [];
    } finally {
      listener.dispose();
    }
  }

  /** What to show after `left`: from the cache, the running generation or a new one; undefined when cancelled. */
  async #suggest(
    document: vscode.TextDocument,
    left: string,
    right: string,
    token: vscode.CancellationToken,
  ): Promise<Suggestion | undefined> {
    if (this.#running?.retarget(document, left)) await this.#running.wait();
    const cached = cachedSuggestion(this.#cacheFor(document), left, right);
    if (cached) return cached;
    await new Promise((resolve) => setTimeout(resolve, setting('completion.delay', document)));
    if (token.isCancellationRequested) return undefined;
    const request = { ...this.#requestFor(document, left, right, false), mayFallBack: true };
    const completion = await this.#complete(document, request);
    const { standIn } = completion ?? {};
    if (standIn?.failure !== undefined) this.#loadWriterHere(document, request, standIn);
    if (!standIn || standIn.failure !== undefined) return ofCompletion(completion);
    const reading = this.#read(request, pauseBeforeReading(request.model, standIn));
    if (completion!.texts.length > 0) return ofCompletion(completion);
    // The model itself may know what its stand-in does not.
    if (!(await reading) || token.isCancellationRequested) return undefined;
    return ofCompletion(await this.#complete(document, request));
  }

  /** Starts a generation in place of the running one, and caches its result; undefined when it was stopped. */
  async #complete(document: vscode.TextDocument, request: CompletionRequest): Promise<Completion | undefined> {
    this.#running?.stop();
    this.#ahead.cancel();
    const { left } = request;
    const generation = new RunningGeneration(document, left, (signal, onProgress) =>
      this.#inference.complete(request, signal, onProgress),
    );
    this.#running = generation;
    const completion = await generation.result.finally(() => {
      if (this.#running === generation) this.#running = undefined;
    });
    if (completion?.standIn) this.#stoodIn.fire({ ...completion.standIn, requested: request.model });
    // A stand-in's texts are not the model's, and neither is its speed.
    if (!completion || completion.standIn) return completion;
    this.#hasAnswered = true;
    this.#cacheFor(document).set(left, completion);
    this.#isCacheOld ||= completion.isProvisional ?? false;
    this.#completed.fire(completion);
    return completion;
  }

  #requestFor(document: vscode.TextDocument, left: string, right: string, isAsked: boolean): CompletionRequest {
    return {
      ...requestFor(this.#models, document, { left, right }, isAsked),
      document: this.#prompts.nameOf(document),
    };
  }

  /** Who asks waits for a model that loads, but not for an engine that fails. */
  #explicitRequestFor(document: vscode.TextDocument, left: string, right: string): CompletionRequest {
    const isElsewhere = this.#models.writing(document).elsewhere !== undefined;
    return { ...this.#requestFor(document, left, right, true), mayFallBack: isElsewhere };
  }

  #refusedIn(document: vscode.TextDocument): RefusedSuggestions {
    const refused = this.#refused.get(document) ?? new RefusedSuggestions();
    this.#refused.set(document, refused);
    return refused;
  }

  /** Remembers whether an edit deleted or undid something: who does so looks at what is there. */
  #noteDeletion({ document, contentChanges, reason }: vscode.TextDocumentChangeEvent): void {
    if (contentChanges.length === 0) return;
    const isDeletion = reason !== undefined || contentChanges.every(({ text }) => text === '');
    if (isDeletion) this.#deletedIn = document;
    else if (this.#deletedIn === document) this.#deletedIn = undefined;
  }

  /** The cached completions, emptied when the settings for the document differ from those that they were made with. */
  #cacheFor(document: vscode.TextDocument): PrefixTrie<Completion> {
    const settings = JSON.stringify(requestFor(this.#models, document, { left: '', right: '' }, false));
    if (settings !== this.#settingsOfCache) this.#cache.clear();
    this.#settingsOfCache = settings;
    return this.#cache;
  }

  /** Lets the model read the prompt that just became active, if it stays so. */
  #readAhead(editor: vscode.TextEditor | undefined): void {
    this.#opening = undefined;
    this.#ahead.cancel();
    if (editor?.document !== this.#running?.document) this.#running?.stop();
    if (!editor || documentRole(editor.document) === 'other' || disablingSetting(editor.document)) return;
    if (this.#models.pauseOfWriting(editor.document)) return;
    const left = leftOf(editor.document, editor.selection.active);
    if (left.trim() === '') this.#opening = editor;
    if (this.#opening || this.#running) return;
    void this.#read(this.#requestFor(editor.document, left, '', false), OPENING_PAUSE_MS);
  }

  /** In place of an engine that fails, the best model on this machine is to write, not the one that wrote while that is not loaded. */
  #loadWriterHere(document: vscode.TextDocument, request: CompletionRequest, standIn: StandIn): void {
    const { id: model } = this.#models.writingHere(document);
    if (this.#models.writing(document).elsewhere === undefined || standIn.model === model) return;
    void this.#read({ ...request, model }, pauseBeforeReading(model, standIn));
  }

  /** Lets the model read in a pause. Returns false when the next request came first. */
  async #read(request: CompletionRequest, pauseMs: number): Promise<boolean> {
    try {
      const hasRead = await this.#ahead.read(request, pauseMs);
      this.#hasAnswered ||= hasRead;
      return hasRead;
    } catch (error) {
      // The next request says why.
      this.#log.debug(`Not read ahead: ${errorText(error)}`);
      return true;
    }
  }

  /** Stops a cancelled generation once the text left of the caret no longer agrees with it. */
  #stopStaleGeneration(): void {
    const editor = vscode.window.activeTextEditor;
    if (!this.#token?.isCancellationRequested || editor?.document !== this.#running?.document) return;
    if (editor) this.#running?.retarget(editor.document, leftOf(editor.document, editor.selection.active));
  }

  #clearCache(): void {
    this.#running?.stop();
    this.#cache.clear();
    this.#isCacheOld = false;
  }
}

function ofCompletion(completion: Completion | undefined): Suggestion | undefined {
  return completion && { texts: completion.texts, completion };
}
