import * as vscode from 'vscode';
import { errorText } from '../../core/errorText';
import type { Completion, CompletionRequest } from '../../contracts/completionRequests';
import type { Inference } from '../../contracts/inference';
import { hasRoomFor } from '../../core/completion/suggestionText';
import { leftContextStart, MAX_CONTEXT_TOKENS } from '../../core/tokens/contextWindow';
import { PrefixTrie } from '../../core/completion/prefixTrie';
import type { SuggestionOutcome } from '../../core/completion/noSuggestionReason';
import { repeatsRight } from '../../core/completion/suggestionStopRules';
import { activePrompt, isPrompt, promptSelector } from '../../host/promptSelector';
import type { ModelPause } from '../../host/modelPause';
import { onDidChangeSettings, setting, type Settings } from '../../host/settings';
import { RunningGeneration } from './runningGeneration';

/** UTF-16 code units of all left contexts whose completions are cached. */
const CACHE_SIZE = 2_000_000;
/** Completions per explicit request. */
const ALTERNATIVES = 3;
/** UTF-16 code units right of the caret that a suggestion must not repeat. */
const LOOK_AHEAD = 200;

/** The second half of a surrogate pair, left over where a text was cut. */
const SPLIT_SURROGATE = /^[\udc00-\udfff]/;

/** Settings that are part of a request: cached completions are void once one of them changes. */
const REQUEST_SETTINGS: (keyof Settings)[] = [
  'completion.length',
  'completion.confidence',
  'completion.temperature',
  'completion.topK',
  'completion.topP',
  'completion.model',
];

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

/** Ghost text: what a causal model, which sees only the text left of the caret, would write next. */
export class GhostText implements vscode.InlineCompletionItemProvider, vscode.Disposable {
  readonly #offered = new vscode.EventEmitter<OfferedSuggestion>();
  readonly #completed = new vscode.EventEmitter<Completion>();
  readonly #failed = new vscode.EventEmitter<string>();
  readonly #inference: Inference;
  readonly #pause: Pick<ModelPause, 'reason'>;
  readonly #log: vscode.LogOutputChannel;
  readonly #cache = new PrefixTrie<Completion>(CACHE_SIZE);
  readonly #listeners: vscode.Disposable;
  #registration: vscode.Disposable;
  #running: RunningGeneration | undefined;
  /** The latest request's. After VS Code cancels the request, its generation goes on while the text agrees with it. */
  #token: vscode.CancellationToken | undefined;
  #lastRequest: LastRequest | undefined;
  /** The editor that just became active, until VS Code has restored its caret. */
  #opening: vscode.TextEditor | undefined;
  /** Whether the model has been loaded. */
  #hasAnswered = false;

  readonly onDidOffer = this.#offered.event;
  readonly onDidComplete = this.#completed.event;
  /** Fires with the reason why a completion failed and what to do next. */
  readonly onDidFail = this.#failed.event;

  constructor(inference: Inference, pause: Pick<ModelPause, 'reason'>, log: vscode.LogOutputChannel) {
    this.#inference = inference;
    this.#pause = pause;
    this.#log = log;
    this.#registration = this.#register();
    this.#listeners = vscode.Disposable.from(
      onDidChangeSettings(['include'], () => {
        this.#registration.dispose();
        this.#registration = this.#register();
      }),
      onDidChangeSettings(REQUEST_SETTINGS, () => this.#clearCache()),
      vscode.window.onDidChangeActiveTextEditor((editor) => this.#readAhead(editor)),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
        this.#stopStaleGeneration();
        if (textEditor === this.#opening) this.#readAhead(textEditor);
      }),
    );
    this.#readAhead(activePrompt());
  }

  get lastRequest(): LastRequest | undefined {
    return this.#lastRequest;
  }

  get isGenerating(): boolean {
    return this.#running !== undefined;
  }

  dispose(): void {
    this.#running?.stop();
    this.#registration.dispose();
    this.#listeners.dispose();
    this.#offered.dispose();
    this.#completed.dispose();
    this.#failed.dispose();
  }

  async provideInlineCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    context: vscode.InlineCompletionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.InlineCompletionItem[]> {
    const { version } = document;
    const record = (outcome: SuggestionOutcome) => (this.#lastRequest = { document, version, outcome });
    const isExplicit = context.triggerKind === vscode.InlineCompletionTriggerKind.Invoke;
    const obstacle = this.#obstacleTo(document, position, context, isExplicit);
    if (obstacle) {
      record(obstacle);
      return [];
    }
    const left = leftOf(document, position);
    const right = document.getText(
      new vscode.Range(position, document.positionAt(document.offsetAt(position) + LOOK_AHEAD)),
    );
    record({ kind: 'asking', isFirst: !this.#hasAnswered });
    this.#token = token;
    const listener = token.onCancellationRequested(() => this.#stopStaleGeneration());
    try {
      const texts = isExplicit
        ? (await this.#complete(document, requestFor(document, left, right, ALTERNATIVES)))?.texts
        : await this.#suggest(document, left, right, token);
      if (!texts || token.isCancellationRequested) record({ kind: 'typed on' });
      else if (texts.length > 0) record({ kind: 'shown' });
      else record(this.#whyNoText(document, left));
      if (!texts || texts.length === 0) return [];
      this.#offered.fire({ document, offset: document.offsetAt(position), texts });
      return texts.map((text) => new vscode.InlineCompletionItem(text, new vscode.Range(position, position)));
    } catch (error) {
      const message = errorText(error);
      record({ kind: 'error', message });
      this.#failed.fire(message);
      this.#log.warn(`No ghost text: ${message}`);
      return [];
    } finally {
      listener.dispose();
    }
  }

  /** Texts to follow `left`: from the cache, the running generation or a new one; undefined when cancelled. */
  async #suggest(
    document: vscode.TextDocument,
    left: string,
    right: string,
    token: vscode.CancellationToken,
  ): Promise<readonly string[] | undefined> {
    if (this.#running?.retarget(document, left)) await this.#running.wait();
    const cached = this.#cached(left, right);
    if (cached) return cached;
    await new Promise((resolve) => setTimeout(resolve, setting('completion.delay', document)));
    if (token.isCancellationRequested) return undefined;
    return (await this.#complete(document, { ...requestFor(document, left, right, 1), mayFallBack: true }))?.texts;
  }

  /** Starts a generation in place of the running one, and caches its result; undefined when it was stopped. */
  async #complete(document: vscode.TextDocument, request: CompletionRequest): Promise<Completion | undefined> {
    this.#running?.stop();
    const { left } = request;
    const generation = new RunningGeneration(document, left, (signal, onProgress) =>
      this.#inference.complete(request, signal, onProgress),
    );
    this.#running = generation;
    const completion = await generation.result.finally(() => {
      if (this.#running === generation) this.#running = undefined;
    });
    // The fallback's texts are not the model's, and neither is its speed.
    if (!completion || completion.isFallback) return completion;
    this.#hasAnswered = true;
    this.#cache.set(left, completion);
    this.#completed.fire(completion);
    return completion;
  }

  /** The rest of a cached suggestion whose beginning stands left of the caret; undefined when none is cached. */
  #cached(left: string, right: string): readonly string[] | undefined {
    const isAhead = ({ texts }: Completion, typed: string) =>
      typed === '' || texts.some((text) => text.startsWith(typed) && text !== typed);
    const entry = this.#cache.find(left, isAhead);
    if (!entry) return undefined;
    return entry.value.texts
      .filter((text) => text.startsWith(entry.rest))
      .map((text) => text.slice(entry.rest.length))
      .map((text) => text.slice(0, repeatsRight({ left, text, right })))
      .filter((text) => text !== '')
      .slice(0, 1);
  }

  #whyNoText(document: vscode.TextDocument, left: string): SuggestionOutcome {
    const confidence = setting('completion.confidence', document);
    const firstTokenProbability = this.#cache.find(left, (_, rest) => rest === '')?.value.firstTokenProbability ?? 1;
    return firstTokenProbability < confidence
      ? { kind: 'unsure', firstTokenProbability, confidence }
      : { kind: 'nothing new' };
  }

  /** Why no completion is requested here; undefined when nothing stands in the way. */
  #obstacleTo(
    document: vscode.TextDocument,
    position: vscode.Position,
    context: vscode.InlineCompletionContext,
    isExplicit: boolean,
  ): SuggestionOutcome | undefined {
    if (!isExplicit) {
      const disabledBy = disablingSetting(document);
      if (disabledBy) return { kind: 'off', setting: disabledBy };
      if (setting('completion.trigger', document) === 'on demand') return { kind: 'on demand' };
      const { reason } = this.#pause;
      if (reason) return { kind: 'paused', onBattery: reason === 'battery' };
    }
    // While the suggest widget shows an entry, VS Code shows only text that begins with it.
    if (context.selectedCompletionInfo) return { kind: 'suggest widget' };
    if (!hasRoomFor(document.lineAt(position).text.slice(position.character))) return { kind: 'mid line' };
    return leftOf(document, position).trim() === '' ? { kind: 'nothing to read' } : undefined;
  }

  /** Lets the model read the prompt that just became active, so that the first suggestion comes sooner. */
  #readAhead(editor: vscode.TextEditor | undefined): void {
    this.#opening = undefined;
    if (editor?.document !== this.#running?.document) this.#running?.stop();
    if (!editor || !isPrompt(editor.document) || disablingSetting(editor.document) || this.#pause.reason) return;
    const left = leftOf(editor.document, editor.selection.active);
    if (left.trim() === '') this.#opening = editor;
    if (this.#opening || this.#running) return;
    // No token reaches this confidence, so the model reads and generates nothing.
    const reading = { ...requestFor(editor.document, left, '', 1), confidence: 1 };
    this.#inference.complete(reading, new AbortController().signal).then(
      () => (this.#hasAnswered = true),
      (error: unknown) => this.#log.debug(`Not read ahead: ${String(error)}`),
    );
  }

  /** Stops a cancelled generation once the text left of the caret no longer agrees with it. */
  #stopStaleGeneration(): void {
    const editor = activePrompt();
    if (!this.#token?.isCancellationRequested || editor?.document !== this.#running?.document) return;
    if (editor) this.#running?.retarget(editor.document, leftOf(editor.document, editor.selection.active));
  }

  #clearCache(): void {
    this.#running?.stop();
    this.#cache.clear();
  }

  #register(): vscode.Disposable {
    return vscode.languages.registerInlineCompletionItemProvider(promptSelector(), this);
  }
}

/** Name of the setting that disables ghost text in a document; undefined when none does. */
function disablingSetting(document: vscode.TextDocument): string | undefined {
  if (!setting('completion.enabled', document)) return 'leftContext.completion.enabled';
  const excluded = setting('completion.exclude', document).map((pattern) => ({ pattern }));
  return vscode.languages.match(excluded, document) > 0 ? 'leftContext.completion.exclude' : undefined;
}

/** The text left of `position`, as far as a context window can reach, with line feeds only. */
function leftOf(document: vscode.TextDocument, position: vscode.Position): string {
  // A prompt can be megabytes long, and this runs at every keystroke.
  const start = document.positionAt(leftContextStart(document.offsetAt(position), MAX_CONTEXT_TOKENS));
  const text = document.getText(new vscode.Range(start, position)).replaceAll('\r\n', '\n');
  return text.replace(SPLIT_SURROGATE, '');
}

function requestFor(
  document: vscode.TextDocument,
  left: string,
  right: string,
  alternatives: number,
): CompletionRequest {
  return {
    model: setting('completion.model', document),
    left,
    right,
    length: setting('completion.length', document),
    confidence: setting('completion.confidence', document),
    sampling: {
      temperature: setting('completion.temperature', document),
      topK: setting('completion.topK', document),
      topP: setting('completion.topP', document),
    },
    alternatives,
  };
}
