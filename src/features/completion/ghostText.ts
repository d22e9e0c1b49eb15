import * as vscode from 'vscode';
import { errorText } from '../../core/errorText';
import type { Completion, CompletionRequest } from '../../contracts/completion';
import type { Inference } from '../../contracts/inference';
import { hasRoomFor } from '../../core/completion/suggestionText';
import { leftContextStart, MAX_CONTEXT_TOKENS } from '../../core/tokens/contextWindow';
import { PrefixTrie } from '../../core/completion/prefixTrie';
import type { SuggestionOutcome } from '../../core/completion/noSuggestionReason';
import { repeatsRight } from '../../core/completion/stopRules';
import { activePrompt, isPrompt, promptSelector } from '../../host/promptDocuments';
import type { Pause } from '../../host/pause';
import { onDidChangeSettings, setting, type Settings } from '../../host/settings';
import { RunningGeneration } from './runningGeneration';

/** UTF-16 code units of all texts whose continuations are remembered. */
const REMEMBERED = 2_000_000;
const ALTERNATIVES = 3;
/** UTF-16 code units right of the caret that are looked at, so that nothing there is said again. */
const LOOK_AHEAD = 200;

/** The second half of a surrogate pair, where a text was cut. */
const HALF_CHARACTER = /^[\udc00-\udfff]/;

const ASKED_WITH: (keyof Settings)[] = [
  'completion.length',
  'completion.confidence',
  'completion.temperature',
  'completion.topK',
  'completion.topP',
  'completion.model',
];

/** The last request for ghost text in a document, as of a version of its text. */
export interface LastRequest {
  readonly document: vscode.TextDocument;
  readonly version: number;
  readonly outcome: SuggestionOutcome;
}

/** Ghost text that VS Code was given to show. */
export interface OfferedSuggestion {
  readonly document: vscode.TextDocument;
  readonly offset: number;
  readonly texts: readonly string[];
}

/** Ghost text: what the embedded GPT, seeing the text left of the caret only, would write next. */
export class GhostText implements vscode.InlineCompletionItemProvider, vscode.Disposable {
  readonly #offered = new vscode.EventEmitter<OfferedSuggestion>();
  readonly #completed = new vscode.EventEmitter<Completion>();
  readonly #failed = new vscode.EventEmitter<string>();
  readonly #inference: Inference;
  readonly #rest: Pick<Pause, 'reason'>;
  readonly #log: vscode.LogOutputChannel;
  readonly #known = new PrefixTrie<Completion>(REMEMBERED);
  readonly #listening: vscode.Disposable;
  #registration: vscode.Disposable;
  #running: RunningGeneration | undefined;
  /** Of the latest request; once VS Code has called it off, the generation may have lost its point. */
  #wanting: vscode.CancellationToken | undefined;
  #last: LastRequest | undefined;
  /** Has come to the front, but its caret is not back where it was. */
  #arriving: vscode.TextEditor | undefined;
  #hasAnswered = false;

  readonly onDidOffer = this.#offered.event;
  readonly onDidComplete = this.#completed.event;
  /** Why the model could not be asked, in words that say what to do. */
  readonly onDidFail = this.#failed.event;

  constructor(inference: Inference, rest: Pick<Pause, 'reason'>, log: vscode.LogOutputChannel) {
    this.#inference = inference;
    this.#rest = rest;
    this.#log = log;
    this.#registration = this.#register();
    this.#listening = vscode.Disposable.from(
      onDidChangeSettings(['include'], () => {
        this.#registration.dispose();
        this.#registration = this.#register();
      }),
      onDidChangeSettings(ASKED_WITH, () => this.#forget()),
      vscode.window.onDidChangeActiveTextEditor((editor) => this.#focused(editor)),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
        this.#reconsider();
        if (textEditor === this.#arriving) this.#focused(textEditor);
      }),
    );
    this.#focused(activePrompt());
  }

  get lastRequest(): LastRequest | undefined {
    return this.#last;
  }

  get isGenerating(): boolean {
    return this.#running !== undefined;
  }

  dispose(): void {
    this.#running?.stop();
    this.#registration.dispose();
    this.#listening.dispose();
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
    const record = (outcome: SuggestionOutcome) => (this.#last = { document, version, outcome });
    const isAsked = context.triggerKind === vscode.InlineCompletionTriggerKind.Invoke;
    const obstacle = this.#obstacleTo(document, position, context, isAsked);
    if (obstacle) {
      record(obstacle);
      return [];
    }
    const left = leftOf(document, position);
    const right = document.getText(
      new vscode.Range(position, document.positionAt(document.offsetAt(position) + LOOK_AHEAD)),
    );
    record({ kind: 'asking', isFirst: !this.#hasAnswered });
    this.#wanting = token;
    const watching = token.onCancellationRequested(() => this.#reconsider());
    try {
      const texts = isAsked
        ? (await this.#ask(document, requestFor(document, left, right, ALTERNATIVES)))?.texts
        : await this.#following(document, left, right, token);
      if (!texts || token.isCancellationRequested) record({ kind: 'typed on' });
      else if (texts.length > 0) record({ kind: 'shown' });
      else record(this.#whyNone(document, left));
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
      watching.dispose();
    }
  }

  /** What follows `left`: from memory, from the generation that runs, or from a new one; undefined when called off. */
  async #following(
    document: vscode.TextDocument,
    left: string,
    right: string,
    token: vscode.CancellationToken,
  ): Promise<readonly string[] | undefined> {
    if (this.#running?.agreesWith(document, left)) await this.#running.wait();
    const known = this.#remembered(left, right);
    if (known) return known;
    await new Promise((resolve) => setTimeout(resolve, setting('completion.delay', document)));
    if (token.isCancellationRequested) return undefined;
    return (await this.#ask(document, { ...requestFor(document, left, right, 1), mayFallBack: true }))?.texts;
  }

  async #ask(document: vscode.TextDocument, request: CompletionRequest): Promise<Completion | undefined> {
    this.#running?.stop();
    const { left } = request;
    const generation = new RunningGeneration(document, left, (signal, onProgress) =>
      this.#inference.complete(request, signal, onProgress),
    );
    this.#running = generation;
    const completion = await generation.result.finally(() => {
      if (this.#running === generation) this.#running = undefined;
    });
    // What stood in for the model is neither its word nor its speed.
    if (!completion || completion.isFallback) return completion;
    this.#hasAnswered = true;
    this.#known.set(left, completion);
    this.#completed.fire(completion);
    return completion;
  }

  /** What remains of a remembered suggestion that the writer has typed along with, or come back to. */
  #remembered(left: string, right: string): readonly string[] | undefined {
    const isAhead = ({ texts }: Completion, typed: string) =>
      typed === '' || texts.some((text) => text.startsWith(typed) && text !== typed);
    const found = this.#known.find(left, isAhead);
    if (!found) return undefined;
    const rests = found.value.texts
      .filter((text) => text.startsWith(found.rest))
      .map((text) => text.slice(found.rest.length));
    return rests
      .map((text) => text.slice(0, repeatsRight({ left, text, right })))
      .filter((text) => text !== '')
      .slice(0, 1);
  }

  #whyNone(document: vscode.TextDocument, left: string): SuggestionOutcome {
    const confidence = setting('completion.confidence', document);
    const firstTokenProbability = this.#known.find(left, (_, rest) => rest === '')?.value.firstTokenProbability ?? 1;
    return firstTokenProbability < confidence
      ? { kind: 'unsure', firstTokenProbability, confidence }
      : { kind: 'nothing new' };
  }

  /** Why no ghost text is looked for here; undefined when it is. */
  #obstacleTo(
    document: vscode.TextDocument,
    position: vscode.Position,
    context: vscode.InlineCompletionContext,
    isAsked: boolean,
  ): SuggestionOutcome | undefined {
    if (!isAsked) {
      const off = isOff(document);
      if (off) return { kind: 'off', setting: off };
      if (setting('completion.trigger', document) === 'on demand') return { kind: 'on demand' };
      const { reason } = this.#rest;
      if (reason) return { kind: 'paused', onBattery: reason === 'battery' };
    }
    // While the suggest widget shows an entry, only text that begins with it could appear.
    if (context.selectedCompletionInfo) return { kind: 'suggest widget' };
    if (!hasRoomFor(document.lineAt(position).text.slice(position.character))) return { kind: 'mid line' };
    return leftOf(document, position).trim() === '' ? { kind: 'nothing to read' } : undefined;
  }

  /** Reads the prompt that is about to be worked on, so that the first suggestion need not wait for it. */
  #focused(editor: vscode.TextEditor | undefined): void {
    this.#arriving = undefined;
    if (editor?.document !== this.#running?.document) this.#running?.stop();
    if (!editor || !isPrompt(editor.document) || isOff(editor.document) || this.#rest.reason) return;
    const left = leftOf(editor.document, editor.selection.active);
    const isArriving = left.trim() === '';
    if (isArriving) this.#arriving = editor;
    if (isArriving || this.#running) return;
    // No token can be this sure: nothing is generated.
    const reading = { ...requestFor(editor.document, left, '', 1), confidence: 1 };
    this.#inference.complete(reading, new AbortController().signal).then(
      () => (this.#hasAnswered = true),
      (error: unknown) => this.#log.debug(`Not read ahead: ${String(error)}`),
    );
  }

  /** Stops the generation when VS Code has called it off and the text left of the caret no longer agrees with it. */
  #reconsider(): void {
    const editor = activePrompt();
    if (!this.#wanting?.isCancellationRequested || editor?.document !== this.#running?.document) return;
    if (editor) this.#running?.stopUnlessAgreed(leftOf(editor.document, editor.selection.active));
  }

  #forget(): void {
    this.#running?.stop();
    this.#known.clear();
  }

  #register(): vscode.Disposable {
    return vscode.languages.registerInlineCompletionItemProvider(promptSelector(), this);
  }
}

/** The setting that switches ghost text off for a document; undefined when none does. */
function isOff(document: vscode.TextDocument): string | undefined {
  if (!setting('completion.enabled', document)) return 'leftContext.completion.enabled';
  const excluded = setting('completion.exclude', document).map((pattern) => ({ pattern }));
  return vscode.languages.match(excluded, document) > 0 ? 'leftContext.completion.exclude' : undefined;
}

function leftOf(document: vscode.TextDocument, position: vscode.Position): string {
  // A prompt may be megabytes long, and this runs with every key.
  const start = document.positionAt(leftContextStart(document.offsetAt(position), MAX_CONTEXT_TOKENS));
  const text = document.getText(new vscode.Range(start, position)).replaceAll('\r\n', '\n');
  return text.replace(HALF_CHARACTER, '');
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
