import * as vscode from 'vscode';
import { errorText } from '../../core/errorText';
import type { Inference } from '../../contracts/inference';
import type {
  AttentionHostMessage,
  RenderFormat,
  AttentionPageMessage,
  AttentionView,
} from '../../contracts/attentionPage';
import { readAttentionPageMessage } from '../../contracts/attentionPageSchemas';
import { isSameSelection } from '../../core/attention/attentionSelection';
import type { Span } from '../../core/text/span';
import { Latest } from '../../host/latest';
import { compactBuffers } from '../../host/compactBuffers';
import { activePrompt, isPrompt } from '../../host/promptDocuments';
import type { Pause } from '../../host/pause';
import type { PageSurface } from '../../host/pageSurface';
import { setting } from '../../host/settings';
import { webviewHtml } from '../../host/webviewHtml';
import { AttentionDecorations } from './attentionDecorations';
import type { AttentionModels } from '../models/attentionModels';
import { PendingRenders } from './pendingRenders';
import { caretIn, isCurrent, partAround, rangeOf, snapshotOf, type AttentionSnapshot } from './attentionSnapshot';
import { windowRequest } from './attentionRequests';

const PAUSE_MS = 150;
/** How long a row stays lit that the editor's pointer rested on: nobody tells when it leaves. */
const POINT_MS = 3000;

interface Actions {
  export(): Promise<void>;
  openInEditor(): void;
  /** The reader did something in the page. */
  used(): void;
}

/** One page with attention maps of the active prompt. It is asked nothing while it is hidden. */
export class AttentionPage implements vscode.Disposable {
  readonly #surface: PageSurface;
  readonly #inference: Inference;
  readonly #models: AttentionModels;
  readonly #rest: Pick<Pause, 'reason'>;
  readonly #log: vscode.LogOutputChannel;
  readonly #actions: Actions;
  readonly #inText = new AttentionDecorations();
  readonly #pendingRenders = new PendingRenders();
  readonly #latest = new Latest();
  #beginnings = 0;
  #view: AttentionView | undefined;
  #shown: AttentionSnapshot | undefined;
  /** The editor of the prompt on show that was active last. */
  #editor: vscode.TextEditor | undefined;
  #pause: NodeJS.Timeout | undefined;
  #pointing: NodeJS.Timeout | undefined;

  /** @param view to begin with, when the page remembers none */
  constructor(
    surface: PageSurface,
    inference: Inference,
    models: AttentionModels,
    rest: Pick<Pause, 'reason'>,
    log: vscode.LogOutputChannel,
    extension: vscode.Uri,
    actions: Actions,
    view?: AttentionView,
  ) {
    this.#surface = surface;
    this.#inference = inference;
    this.#models = models;
    this.#rest = rest;
    this.#log = log;
    this.#actions = actions;
    this.#view = view;
    surface.webview.onDidReceiveMessage((data: unknown) => {
      const message = readAttentionPageMessage(data);
      if (message) this.#received(message);
      else log.warn('The attention panel sent what is no message of it; nothing was done.');
    });
    surface.onDidChangeVisibility(() => this.#visibilityChanged());
    surface.webview.html = webviewHtml(surface.webview, extension, 'attention');
  }

  dispose(): void {
    clearTimeout(this.#pause);
    clearTimeout(this.#pointing);
    this.#latest.cancel();
    this.#pendingRenders.giveUp();
    this.#inText.dispose();
  }

  get isVisible(): boolean {
    return this.#surface.visible;
  }

  get view(): AttentionView | undefined {
    return this.#view;
  }

  /** What is on show; undefined while there is nothing. */
  get shown(): AttentionSnapshot | undefined {
    return this.#shown;
  }

  edited({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (contentChanges.length > 0 && document === this.#prompt()?.document) this.refresh();
  }

  caretMoved(): void {
    if (!this.isVisible) return;
    const editor = this.#prompt();
    const caret = editor && this.#shown && caretIn(this.#shown, editor);
    if (caret === undefined) this.refresh();
    else this.#showCaret(caret);
  }

  /** Lights up the row of what stands at `position` for a moment. */
  pointAt(document: vscode.TextDocument, position: vscode.Position): void {
    const shown = this.#shown;
    if (!this.isVisible || shown?.document !== document || !isCurrent(shown)) return;
    const offset = document.offsetAt(position) - shown.offset;
    if (offset < shown.covers.start || offset >= shown.covers.end) return;
    this.#post({ type: 'point', span: { start: offset, end: offset + 1 } });
    clearTimeout(this.#pointing);
    this.#pointing = setTimeout(() => this.#post({ type: 'point', span: undefined }), POINT_MS);
  }

  /** Shows what the active prompt has now, once the writer pauses, unless that is on show already. */
  refresh(): void {
    if (!this.isVisible || this.#isUpToDate()) return;
    this.#latest.cancel();
    this.#inText.clear();
    const isPaused = this.#rest.reason !== undefined;
    this.#post({ type: 'outdated', isPaused });
    clearTimeout(this.#pause);
    // What is on show stays until the reader asks for another map.
    if (isPaused) return;
    this.#pause = setTimeout(() => void this.#show(), PAUSE_MS);
  }

  /** What the page makes of a map; undefined for a picture that it put on the clipboard. */
  make(format: RenderFormat, map: number): Promise<Uint8Array | string | undefined> {
    if (format === 'picture') this.#surface.reveal();
    return this.#pendingRenders.ask((request) => this.#post({ type: 'render', request, format, map }));
  }

  #received(message: AttentionPageMessage): void {
    switch (message.type) {
      case 'ready':
        return void this.begin();
      case 'show':
        this.#actions.used();
        return this.#viewChanged(message.view);
      case 'select':
        this.#actions.used();
        return void this.#select(message.span);
      case 'point':
        return this.#mark(message.span);
      case 'export':
        return void this.#actions.export();
      case 'open in editor':
        return this.#actions.openInEditor();
      case 'rendered':
        return this.#pendingRenders.done(message.request, message.content);
      case 'render failed':
        return this.#pendingRenders.failed(message.request, message.reason);
    }
  }

  /** Tells the page all from the start: one that is new, or was hidden, knows nothing. */
  async begin(): Promise<void> {
    this.#latest.cancel();
    const beginning = ++this.#beginnings;
    const models = await this.#models.specs;
    // The models have changed once more meanwhile.
    if (beginning !== this.#beginnings) return;
    this.#shown = undefined;
    this.#pendingRenders.giveUp();
    const strings = vscode.l10n.bundle as Record<string, string> | undefined;
    const view = this.#view && { view: this.#view };
    this.#post({ type: 'models', models, strings, around: 'editor', picked: this.#models.picked, ...view });
  }

  #viewChanged(view: AttentionView): void {
    if (view.models.includes(this.#models.picked ?? '')) this.#models.picked = undefined;
    this.#view = view;
    const shown = this.#shown;
    if (!shown || !isSameSelection(shown.view, view) || !isCurrent(shown)) {
      void this.#show();
      return;
    }
    // The page has these maps: only what the host does with them may be new. Others may be on their way.
    this.#latest.cancel();
    this.#shown = { ...shown, view };
    this.#shade();
    if (view.allHeads && !shown.surveys) void this.#run((signal) => this.#survey(signal));
  }

  #visibilityChanged(): void {
    if (this.isVisible) {
      this.refresh();
      return;
    }
    clearTimeout(this.#pause);
    this.#latest.cancel();
    this.#pendingRenders.giveUp();
    this.#inText.clear();
  }

  #isUpToDate(): boolean {
    const [shown, view, editor] = [this.#shown, this.#view, this.#prompt()];
    if (!shown || !view || !editor || !isSameSelection(shown.view, view)) return false;
    if (view.allHeads && !shown.surveys) return false;
    return (
      caretIn(shown, editor) !== undefined && setting('attention.windowTokens', editor.document) === shown.windowTokens
    );
  }

  async #show(): Promise<void> {
    clearTimeout(this.#pause);
    const view = this.#view;
    if (!this.isVisible || !view) return;
    const editor = this.#prompt();
    if (!editor) {
      this.#say(vscode.l10n.t('Open a prompt to see where its words look.'));
      return;
    }
    const part = partAround(editor);
    if (part.text.trim() === '') {
      this.#say(vscode.l10n.t('Write something, and its words appear here.'));
      return;
    }
    this.#editor = editor;
    const { document, version } = part;
    const selections = view.models.map((model) => ({ model, layer: view.layer, head: view.head }));
    await this.#run(async (signal) => {
      // A page must not choose which folder of the machine is read.
      const known = await this.#models.specs;
      const specs = view.models.flatMap((model) => known.find(({ id }) => id === model) ?? []);
      if (specs.length < selections.length) return;
      const ask = () => this.#inference.attend({ ...windowRequest({ ...part, view }), selections }, signal);
      const maps = (await this.#twice(signal, ask)).map(compactBuffers);
      if (document.version !== version || document.isClosed) return;
      this.#shown = snapshotOf(part, view, maps, specs);
      this.#post({ type: 'maps', view, title: this.#shown.title, maps, caret: caretIn(this.#shown, editor) });
      this.#shade();
      if (view.allHeads) await this.#survey(signal);
    });
  }

  /** Asks what the heads do in the window on show. */
  async #survey(signal: AbortSignal): Promise<void> {
    const surveys = (await this.#inference.surveyHeads(windowRequest(this.#shown!), signal)).map(compactBuffers);
    if (!this.#shown || !isCurrent(this.#shown)) return;
    this.#shown = { ...this.#shown, surveys };
    this.#post({ type: 'surveys', surveys });
  }

  /** Runs a job in place of the one before; why it failed is shown. */
  async #run(job: (signal: AbortSignal) => Promise<void>): Promise<void> {
    try {
      await this.#latest.run(job);
    } catch (error) {
      const reason = errorText(error);
      this.#log.warn(`No attention: ${reason}`);
      this.#say(vscode.l10n.t('{0} Move the caret or type to try again.', reason));
    }
  }

  /** Asks twice: models that stopped while they worked are started again by the second request. */
  async #twice<T>(signal: AbortSignal, ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch {
      signal.throwIfAborted();
      return ask();
    }
  }

  /** The editor of the active prompt, else one that shows the prompt on show or any other. */
  #prompt(): vscode.TextEditor | undefined {
    const editors = vscode.window.visibleTextEditors;
    return activePrompt() ?? this.#shownEditor() ?? editors.find(({ document }) => isPrompt(document));
  }

  /** The editor of the prompt on show; of several, that which was active last. */
  #shownEditor(): vscode.TextEditor | undefined {
    const editors = vscode.window.visibleTextEditors.filter(({ document }) => document === this.#shown?.document);
    const active = editors.find((editor) => editor === vscode.window.activeTextEditor);
    this.#editor = active ?? editors.find((editor) => editor === this.#editor) ?? editors[0];
    return this.#editor;
  }

  /** Shows words in place of maps. */
  #say(text: string): void {
    this.#latest.cancel();
    this.#shown = undefined;
    this.#inText.clear();
    this.#post({ type: 'message', text });
  }

  #showCaret(caret: number): void {
    this.#post({ type: 'caret', caret });
    this.#shade();
  }

  /** Shades the editor's text as the first map has it, when the reader wants that. */
  #shade(): void {
    const editor = this.#shownEditor();
    const caret = editor && this.#shown && caretIn(this.#shown, editor);
    if (!editor || !this.#shown?.view.inText || caret === undefined) this.#inText.clear();
    else this.#inText.shade(editor, this.#shown, caret);
  }

  /** Marks in the editor what the page points at. */
  #mark(span: Span | undefined): void {
    const editor = this.#shownEditor();
    this.#inText.mark(editor, span && this.#shown && rangeOf(this.#shown, span));
  }

  async #select(span: Span): Promise<void> {
    const range = this.#shown && rangeOf(this.#shown, span);
    if (!range) return;
    const viewColumn = this.#shownEditor()?.viewColumn;
    await vscode.window.showTextDocument(this.#shown!.document, { viewColumn, selection: range });
  }

  #post(message: AttentionHostMessage): void {
    if (this.isVisible) void this.#surface.webview.postMessage(message);
  }
}
