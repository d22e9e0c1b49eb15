import * as vscode from 'vscode';
import {
  isSameInsideView,
  type InsideHostMessage,
  type InsidePageMessage,
  type InsideView,
  type Topic,
} from '../../contracts/insidePageMessages';
import { readInsidePageMessage } from '../../contracts/insidePageMessageSchemas';
import { ModelsCrashedError } from '../../contracts/modelsCrashedError';
import { errorText } from '../../core/errorText';
import type { Span } from '../../core/text/span';
import { Debounced } from '../../host/debounced';
import { Latest } from '../../host/latestJob';
import { notify } from '../../host/notify';
import { textToRead } from '../../host/textToRead';
import { PageHost } from '../../host/pageHost';
import type { PageSurface } from '../../host/webviewSurface';
import { setting } from '../../host/settings';
import { caretInPart, rangeOf, type PromptPart } from '../shared/promptPartOfPage';
import type { PageServices, PromptPage } from '../shared/registerPagePanel';
import { promptEditor, visibleEditorOf } from '../shared/whichPromptAPageShows';
import { answerQuestion } from './answerOfEachTopic';
import { specsIfOffered } from '../shared/refuseModelsNotOffered';
import { PAGE_UPDATE_DELAY_MS } from '../shared/pageUpdateDelay';
import { extentOf, staysCompared } from './keepComparisonInsideItsText';
import { shuffleEffect } from './measureShuffleEffect';
import { isSameTokenList } from './keepChosenToken';
import { modelQuestion, promptQuestion, type PromptQuestion } from './questionAboutPrompt';

/** The page of a model's internals: next token, similarity, steps and positions, on the active prompt. */
export class InsidePage implements PromptPage {
  readonly #services: PageServices;
  readonly #host: PageHost<InsidePageMessage, InsideHostMessage>;
  readonly #starts = new Latest();
  readonly #requests = new Latest();
  readonly #shuffles = new Latest();
  readonly #update = new Debounced(PAGE_UPDATE_DELAY_MS, () => void this.#showAnswer());
  #view: InsideView | undefined;
  /** The topic to start with, whatever the page saved before. */
  #topic: Topic | undefined;
  /** The question whose answer is on display. */
  #answered: PromptQuestion | undefined;
  /** The part of the question's text whose units the similarity on display compares. */
  #compared: Span | undefined;
  /** The editor that the page was about last. */
  #editor: vscode.TextEditor | undefined;
  /** The token that the reader chose to see the steps of; undefined for the one at the caret. */
  #row: number | undefined;
  /** Whether the page marks its answer as outdated. */
  #isOutdated = false;
  /** What was being read when the models crashed: not requested again until the reader says so. */
  #crashed: InsideView | undefined;

  /** @param topic to start with, whatever the page saved before */
  constructor(surface: PageSurface, services: PageServices, topic: Topic | undefined) {
    this.#services = services;
    this.#topic = topic;
    this.#host = new PageHost(surface, {
      name: 'inside',
      extension: services.extension,
      log: services.log,
      read: readInsidePageMessage,
      receive: (message) => this.#receive(message),
      visibilityChanged: () => this.#visibilityChanged(),
    });
  }

  dispose(): void {
    this.#update.cancel();
    this.#requests.cancel();
    this.#shuffles.cancel();
    this.#host.dispose();
  }

  get isVisible(): boolean {
    return this.#host.isVisible;
  }

  /** The topic on display. */
  get topic(): Topic | undefined {
    return this.#view?.topic;
  }

  showTopic(topic: Topic): void {
    this.#topic = topic;
    void this.start();
  }

  async start(): Promise<void> {
    this.#requests.cancel();
    const models = await this.#starts.run(() => this.#services.models.specsInside());
    if (!models) return;
    this.#answered = this.#compared = undefined;
    const strings = vscode.l10n.bundle as Record<string, string> | undefined;
    this.#host.post({ type: 'models', models, strings, topic: this.#topic });
  }

  documentChanged({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (contentChanges.length === 0 || document !== this.#promptEditor()?.document) return;
    // The index may be that of another token now.
    this.#row = undefined;
    this.refresh();
  }

  caretMoved(): void {
    const caret = this.#caretInAnswer();
    // A caret that moved in another editor leaves the chosen token alone.
    if (caret !== this.#answered?.question.caret) this.#row = undefined;
    const isSameView = this.#answered?.question.view === this.#view;
    if (caret !== undefined && isSameView && staysCompared(caret, this.#compared))
      this.#host.post({ type: 'caret', caret });
    else this.refresh();
  }

  /** Displays the active prompt as it is now, once the writer pauses, unless it is on display already. */
  refresh(): void {
    if (!this.isVisible || this.#isUpToDate() || this.#waitsForReader()) return;
    this.#requests.cancel();
    this.#update.cancel();
    const isPaused = this.#services.pause.reason !== undefined;
    this.#isOutdated = true;
    this.#host.post({ type: 'outdated', isPaused });
    if (!isPaused) this.#update.schedule();
  }

  #receive(message: InsidePageMessage): void {
    switch (message.type) {
      case 'ready':
        return void this.start();
      case 'show':
        this.#topic = undefined;
        if (!isSameTokenList(this.#view, message.view)) this.#row = undefined;
        this.#view = message.view;
        return void this.#showAnswer();
      case 'row':
        this.#row = message.row;
        return void this.#showAnswer();
      case 'try again':
        this.#crashed = undefined;
        return void this.#showAnswer();
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
    this.#update.cancel();
    this.#requests.cancel();
    this.#shuffles.cancel();
  }

  #isUpToDate(): boolean {
    const answered = this.#answered;
    if (!answered || answered.question.view !== this.#view || this.#isOutdated) return false;
    if (!answered.part) return true;
    if (setting('attention.windowTokens', answered.part.document) !== answered.part.windowTokens) return false;
    const caret = this.#caretInAnswer();
    return caret !== undefined && caret === answered.question.caret;
  }

  /** The caret in the text of the answer on display; undefined when the editor has another text now. */
  #caretInAnswer(): number | undefined {
    const [part, editor] = [this.#answered?.part, this.#promptEditor()];
    return part && editor && caretIn(part, editor);
  }

  /** The editor that the page is about: the active one, else the one before, since a click on the page takes its focus. */
  #promptEditor(): vscode.TextEditor | undefined {
    const before = visibleEditorOf(this.#editor?.document, this.#editor);
    return (this.#editor = promptEditor(before && textToRead(before) ? before : undefined));
  }

  async #showAnswer(): Promise<void> {
    this.#update.cancel();
    const view = this.#view;
    if (!view || !this.isVisible) return;
    if (this.#waitsForReader()) return this.#showCrash();
    if (!specsIfOffered([view.model], await this.#services.models.specsInside())) return;
    const request =
      view.topic === 'positions' ? modelQuestion(view) : promptQuestion(view, this.#row, this.#promptEditor());
    if (!request) {
      this.#showNotice(vscode.l10n.t('No prompt is open. Open one to see inside the model.'));
      return;
    }
    if (request.part?.text.trim() === '' && view.topic !== 'next token') {
      this.#showNotice(vscode.l10n.t('The prompt is empty. Write something to see its tokens.'));
      return;
    }
    await this.#answer(request);
  }

  /** Answers a question in place of the one before; shows why it failed. */
  async #answer(request: PromptQuestion): Promise<void> {
    const { inference, log } = this.#services;
    try {
      const message = await this.#requests.run((signal) => answerQuestion(inference, request.question, log, signal));
      if (!message || (request.part && request.part.document.version !== request.part.version)) return;
      this.#answered = request;
      this.#isOutdated = false;
      this.#compared = message.type === 'similarity' ? extentOf(message.vectors) : undefined;
      // The caret may have moved meanwhile.
      const isSimilarity = message.type === 'similarity';
      this.#host.post(isSimilarity ? { ...message, caret: this.#caretInAnswer() ?? message.caret } : message);
    } catch (error) {
      const reason = errorText(error);
      log.warn(`No answer about the model: ${reason}`);
      if (!(error instanceof ModelsCrashedError)) return this.#showNotice(reason);
      this.#crashed = request.question.view;
      this.#showCrash();
    }
  }

  /** Whether the models crashed while they read what is to be displayed. */
  #waitsForReader(): boolean {
    return this.#view !== undefined && this.#crashed !== undefined && isSameInsideView(this.#view, this.#crashed);
  }

  #showCrash(): void {
    this.#showNotice(vscode.l10n.t('The models crashed while they read this. Try again, or pick another model.'), true);
  }

  async #shuffle(): Promise<void> {
    const view = this.#view;
    const request = view && promptQuestion(view, undefined, this.#promptEditor());
    if (!view || !request) {
      notify(vscode.l10n.t('No prompt is open. Open one to shuffle a sentence of it.'));
      return;
    }
    const { inference, models } = this.#services;
    const spec = specsIfOffered([view.model], await models.specsInside())?.[0];
    if (!spec) return;
    try {
      const effect = await this.#shuffles.run((signal) =>
        shuffleEffect(inference, request.question.window, spec, Math.random, signal),
      );
      if (effect) this.#host.post({ type: 'shuffled', view, effect });
    } catch (error) {
      notify(errorText(error), 'warning');
    }
  }

  /** Shows a text in place of an answer. */
  #showNotice(text: string, canRetry = false): void {
    this.#requests.cancel();
    this.#answered = this.#compared = undefined;
    this.#isOutdated = false;
    this.#host.post({ type: 'message', text, canRetry });
  }

  async #select(span: Span): Promise<void> {
    const part = this.#answered?.part;
    const selection = part && rangeOf(part, span);
    if (!selection) return;
    const viewColumn = vscode.window.visibleTextEditors.find(({ document }) => document === part.document)?.viewColumn;
    await vscode.window.showTextDocument(part.document, { viewColumn, selection });
  }
}

/** The editor's caret in the part's text; undefined when the document has changed, or the caret is outside the part. */
function caretIn(part: PromptPart, editor: vscode.TextEditor): number | undefined {
  const caret = caretInPart(part, editor);
  return caret !== undefined && caret >= 0 && caret <= part.text.length ? caret : undefined;
}
