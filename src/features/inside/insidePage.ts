import * as vscode from 'vscode';
import { errorText } from '../../core/errorText';
import type { Inference } from '../../contracts/inference';
import type { InsideHostMessage, InsidePageMessage, InsideView, Topic } from '../../contracts/insidePage';
import { readInsidePageMessage } from '../../contracts/insidePageSchemas';
import type { Span } from '../../core/text/span';
import { toRange } from '../../host/ranges';
import { Latest } from '../../host/latest';
import { activePrompt, isPrompt } from '../../host/promptDocuments';
import type { Pause } from '../../host/pause';
import { setting } from '../../host/settings';
import type { PageSurface } from '../../host/pageSurface';
import { notify } from '../../host/notify';
import { webviewHtml } from '../../host/webviewHtml';
import type { AttentionModels } from '../models/attentionModels';
import { answerQuestion, extentOf, isOfSameTokens, shuffleEffect, type InsideQuestion } from './insideAnswers';
import { readAroundCaret } from '../shared/textAroundCaret';
import { partAround, titleOf, type CaretPart } from '../attention/attentionSnapshot';

const PAUSE_MS = 150;
/** In UTF-16 code units; some tokens are rows of blanks or signs. */
const LONGEST_TOKEN = 256;

/** What was asked last, and of which text. */
interface Asked {
  readonly part: CaretPart | undefined;
  readonly question: InsideQuestion;
}

/** The page of what is inside a model: next token, similarity, steps and positions, on the active prompt. */
export class InsidePage implements vscode.Disposable {
  readonly #surface: PageSurface;
  readonly #inference: Inference;
  readonly #models: AttentionModels;
  readonly #rest: Pick<Pause, 'reason'>;
  readonly #log: vscode.LogOutputChannel;
  readonly #latest = new Latest();
  readonly #shuffling = new Latest();
  #view: InsideView | undefined;
  #topic: Topic | undefined;
  #asked: Asked | undefined;
  /** The part of the text that was asked about whose similarity is on show. */
  #compared: Span | undefined;
  /** The token that the reader chose to see the steps of; undefined for that at the caret. */
  #row: number | undefined;
  /** Whether the page was told that what it shows is not what the text has now. */
  #isOutdated = false;
  #beginnings = 0;
  #pause: NodeJS.Timeout | undefined;

  /** @param topic to begin with, whatever the page remembers */
  constructor(
    surface: PageSurface,
    inference: Inference,
    models: AttentionModels,
    rest: Pick<Pause, 'reason'>,
    log: vscode.LogOutputChannel,
    extension: vscode.Uri,
    topic: Topic | undefined,
  ) {
    this.#surface = surface;
    this.#inference = inference;
    this.#models = models;
    this.#rest = rest;
    this.#log = log;
    this.#topic = topic;
    surface.webview.onDidReceiveMessage((data: unknown) => {
      const message = readInsidePageMessage(data);
      if (message) this.#received(message);
      else log.warn('The page of what is inside a model sent what is no message of it; nothing was done.');
    });
    surface.onDidChangeVisibility(() => this.#visibilityChanged());
    surface.webview.html = webviewHtml(surface.webview, extension, 'inside');
  }

  dispose(): void {
    clearTimeout(this.#pause);
    this.#latest.cancel();
    this.#shuffling.cancel();
  }

  get isVisible(): boolean {
    return this.#surface.visible;
  }

  /** The topic on show. */
  get topic(): Topic | undefined {
    return this.#view?.topic;
  }

  /** Shows a topic, whatever is on show. */
  turnTo(topic: Topic): void {
    this.#topic = topic;
    void this.begin();
  }

  /** Tells the page all from the start. */
  async begin(): Promise<void> {
    this.#latest.cancel();
    const beginning = ++this.#beginnings;
    const models = await this.#models.specs;
    // The models have changed once more meanwhile.
    if (beginning !== this.#beginnings) return;
    this.#asked = this.#compared = undefined;
    const strings = vscode.l10n.bundle as Record<string, string> | undefined;
    this.#post({ type: 'models', models, strings, topic: this.#topic });
  }

  edited({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (contentChanges.length === 0 || document !== editorOfPrompt()?.document) return;
    // It may be another token now.
    this.#row = undefined;
    this.refresh();
  }

  caretMoved(): void {
    this.#row = undefined;
    const caret = this.#caretNow();
    // What is compared is the same wherever the caret is in it, unless the reader has just asked for something else.
    const isThere =
      caret !== undefined &&
      this.#asked!.question.view === this.#view &&
      this.#compared !== undefined &&
      caret >= this.#compared.start &&
      caret <= this.#compared.end;
    if (isThere) this.#post({ type: 'caret', caret });
    else this.refresh();
  }

  /** Shows what the active prompt has now, once the writer pauses. */
  refresh(): void {
    if (!this.isVisible || this.#isUpToDate()) return;
    this.#latest.cancel();
    clearTimeout(this.#pause);
    const isPaused = this.#rest.reason !== undefined;
    this.#isOutdated = true;
    this.#post({ type: 'outdated', isPaused });
    if (!isPaused) this.#pause = setTimeout(() => void this.#show(), PAUSE_MS);
  }

  #received(message: InsidePageMessage): void {
    switch (message.type) {
      case 'ready':
        return void this.begin();
      case 'show':
        this.#topic = undefined;
        if (!isOfSameTokens(this.#view, message.view)) this.#row = undefined;
        this.#view = message.view;
        return void this.#show();
      case 'row':
        this.#row = message.row;
        return void this.#show();
      case 'select':
        return void this.#select(message.span);
      case 'shuffle':
        return void this.#shuffle();
    }
  }

  #visibilityChanged(): void {
    if (this.isVisible) {
      this.refresh();
      return;
    }
    clearTimeout(this.#pause);
    this.#latest.cancel();
    this.#shuffling.cancel();
  }

  #isUpToDate(): boolean {
    const asked = this.#asked;
    if (!asked || asked.question.view !== this.#view || this.#isOutdated) return false;
    if (!asked.part) return true;
    if (setting('attention.windowTokens', asked.part.document) !== asked.part.windowTokens) return false;
    const caret = this.#caretNow();
    return caret !== undefined && caret === asked.question.caret;
  }

  /** The caret in the text that was asked about; undefined when that is not what the editor has now. */
  #caretNow(): number | undefined {
    const [asked, editor] = [this.#asked, editorOfPrompt()];
    return asked && editor && caretOf(asked, editor);
  }

  async #show(): Promise<void> {
    clearTimeout(this.#pause);
    const view = this.#view;
    if (!view || !this.isVisible) return;
    // A page must not choose which folder of the machine is read.
    if (!(await this.#models.specs).some(({ id }) => id === view.model)) return;
    const asked = askedBy(view, this.#row, view.topic === 'positions' ? undefined : editorOfPrompt());
    if (!asked.part && view.topic !== 'positions') {
      this.#say(vscode.l10n.t('Open a prompt, and what is inside a model is shown on its words.'));
      return;
    }
    if (asked.part?.text.trim() === '' && view.topic !== 'next token') {
      this.#say(vscode.l10n.t('Write something, and its words appear here.'));
      return;
    }
    await this.#tell(this.#latest, asked, (signal) =>
      answerQuestion(this.#inference, asked.question, this.#log, signal),
    );
  }

  async #shuffle(): Promise<void> {
    const [view, editor] = [this.#view, editorOfPrompt()];
    if (!view || !editor) {
      notify(vscode.l10n.t('Open a prompt to shuffle a sentence of it.'));
      return;
    }
    const spec = (await this.#models.specs).find(({ id }) => id === view.model);
    if (!spec) return;
    const { window } = askedBy(view, undefined, editor).question;
    try {
      const found = await this.#shuffling.run((signal) =>
        shuffleEffect(this.#inference, window, spec, Math.random, signal),
      );
      if (found) this.#post({ type: 'shuffled', view, moved: found });
    } catch (error) {
      notify(errorText(error), 'warning');
    }
  }

  /** Runs a job in place of the one before; why it failed is shown. */
  async #tell(latest: Latest, asked: Asked, job: (signal: AbortSignal) => Promise<InsideHostMessage>): Promise<void> {
    try {
      const message = await latest.run(job);
      if (!message || (asked.part && asked.part.document.version !== asked.part.version)) return;
      this.#asked = asked;
      this.#isOutdated = false;
      this.#compared = message.type === 'similarity' ? extentOf(message.vectors) : undefined;
      // It may have moved while the answer was made.
      this.#post(message.type === 'similarity' ? { ...message, caret: this.#caretNow() ?? message.caret } : message);
    } catch (error) {
      const reason = errorText(error);
      this.#log.warn(`Nothing shown of what is inside a model: ${reason}`);
      this.#say(reason);
    }
  }

  #say(text: string): void {
    this.#latest.cancel();
    this.#asked = this.#compared = undefined;
    this.#isOutdated = false;
    this.#post({ type: 'message', text });
  }

  async #select({ start, end }: Span): Promise<void> {
    const part = this.#asked?.part;
    if (!part || part.document.isClosed || part.document.version !== part.version || end > part.text.length) return;
    const selection = toRange(part.document, { start: start + part.offset, end: end + part.offset });
    const viewColumn = vscode.window.visibleTextEditors.find(({ document }) => document === part.document)?.viewColumn;
    await vscode.window.showTextDocument(part.document, { viewColumn, selection });
  }

  #post(message: InsideHostMessage): void {
    if (this.isVisible) void this.#surface.webview.postMessage(message);
  }
}

/** The editor of the active prompt, else of any that is seen. */
function editorOfPrompt(): vscode.TextEditor | undefined {
  return activePrompt() ?? vscode.window.visibleTextEditors.find(({ document }) => isPrompt(document));
}

/** The editor's caret in the text that was asked about; undefined when that has changed, or does not hold it. */
function caretOf({ part }: Asked, { document, selection }: vscode.TextEditor): number | undefined {
  if (part?.document !== document || part.version !== document.version) return undefined;
  const caret = document.offsetAt(selection.active) - part.offset;
  return caret >= 0 && caret <= part.text.length ? caret : undefined;
}

function askedBy(view: InsideView, row: number | undefined, editor: vscode.TextEditor | undefined): Asked {
  if (!editor) {
    const window = { model: view.model, text: '', focus: 0, windowTokens: 1 };
    return { part: undefined, question: { view, title: '', window, caret: undefined, left: '', right: '', row } };
  }
  const part = partAround(editor);
  const { text, focus, windowTokens } = part;
  const read = readAroundCaret(editor.document, editor.selection.active);
  const [left, right] = [read.text.slice(0, read.focus), read.text.slice(read.focus, read.focus + LONGEST_TOKEN)];
  const window = { model: view.model, text, focus, windowTokens };
  return {
    part,
    question: { view, title: titleOf(part), window, caret: focus, left, right, row },
  };
}
