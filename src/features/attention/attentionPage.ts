import * as vscode from 'vscode';
import type {
  AttentionHostMessage,
  AttentionPageMessage,
  AttentionView,
  RenderFormat,
} from '../../contracts/attentionPageMessages';
import { readAttentionPageMessage } from '../../contracts/attentionPageMessageSchemas';
import { ModelsCrashedError } from '../../contracts/modelsCrashedError';
import { mapsOfView } from '../../core/attention/layersAtSameDepth';
import { isSameSelection } from '../../core/attention/selectedModelPartLayerAndHead';
import { errorText } from '../../core/errorText';
import type { Span } from '../../core/text/span';
import { compactBuffers } from '../../host/copyIntoOwnBuffers';
import { Debounced } from '../../host/debounced';
import { Latest } from '../../host/latestJob';
import { PageHost } from '../../host/pageHost';
import type { PageSurface } from '../../host/webviewSurface';
import { setting } from '../../host/settings';
import type { PageServices, PromptPage } from '../shared/registerPagePanel';
import { promptEditor, visibleEditorOf } from '../shared/whichPromptAPageShows';
import { AttentionDecorations } from './attentionDecorations';
import { windowRequest } from './attendEachLayer';
import { caretIn, snapshotOf, type AttentionSnapshot } from './attentionSnapshot';
import { PendingRenders, type RenderedContent } from './pendingPageRenders';
import { isCurrent, partAround, rangeOf, type PromptPart } from '../shared/promptPartOfPage';
import { specsIfOffered } from '../shared/refuseModelsNotOffered';
import { retryUnlessCrashed } from './retryUnlessCrashed';
import { PAGE_UPDATE_DELAY_MS } from '../shared/pageUpdateDelay';
import { HIGHLIGHT_MS } from './highlightRowUnderPointer';

/** What the page's buttons do outside of it. */
export interface AttentionPageActions {
  export(): Promise<void>;
  openInEditor(): void;
  /** The reader used the page. */
  markUsed(): void;
}

/** A page with attention maps of the active prompt. Requests nothing from the models while it is hidden. */
export class AttentionPage implements PromptPage {
  readonly #services: PageServices;
  readonly #actions: AttentionPageActions;
  readonly #host: PageHost<AttentionPageMessage, AttentionHostMessage>;
  readonly #decorations = new AttentionDecorations();
  readonly #pendingRenders = new PendingRenders();
  readonly #starts = new Latest();
  readonly #requests = new Latest();
  readonly #update = new Debounced(PAGE_UPDATE_DELAY_MS, () => void this.#showMaps());
  readonly #endHighlight = new Debounced(HIGHLIGHT_MS, () => this.#highlight(undefined));
  #view: AttentionView | undefined;
  #snapshot: AttentionSnapshot | undefined;
  /** The editor of the snapshot's prompt that was active last. */
  #editor: vscode.TextEditor | undefined;
  /** What was being read when the models crashed: not requested again until the reader says so. */
  #crashed: AttentionView | undefined;

  /** @param view what to display first, unless the page saved another view */
  constructor(
    surface: PageSurface,
    services: PageServices,
    view: AttentionView | undefined,
    actions: AttentionPageActions,
  ) {
    this.#services = services;
    this.#view = view;
    this.#actions = actions;
    this.#host = new PageHost(surface, {
      name: 'attention',
      extension: services.extension,
      log: services.log,
      read: readAttentionPageMessage,
      receive: (message) => this.#receive(message),
      visibilityChanged: () => this.#visibilityChanged(),
    });
  }

  dispose(): void {
    this.#update.cancel();
    this.#endHighlight.cancel();
    this.#requests.cancel();
    this.#pendingRenders.rejectAll();
    this.#decorations.dispose();
    this.#host.dispose();
  }

  get isVisible(): boolean {
    return this.#host.isVisible;
  }

  get view(): AttentionView | undefined {
    return this.#view;
  }

  /** The attention on display; undefined while there is none. */
  get snapshot(): AttentionSnapshot | undefined {
    return this.#snapshot;
  }

  async start(): Promise<void> {
    this.#requests.cancel();
    const models = await this.#starts.run(() => this.#services.models.specs);
    if (!models) return;
    this.#snapshot = undefined;
    this.#pendingRenders.rejectAll();
    const { engine } = this.#services.models;
    this.#host.post({
      type: 'models',
      models,
      strings: vscode.l10n.bundle as Record<string, string> | undefined,
      environment: 'editor',
      requestedModel: this.#services.models.picked,
      ...(engine ? { engine: engine.label } : {}),
      ...(this.#view && { view: this.#view }),
    });
  }

  documentChanged({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (contentChanges.length > 0 && document === this.#promptEditor()?.document) this.refresh();
  }

  caretMoved(): void {
    if (!this.isVisible) return;
    const editor = this.#promptEditor();
    const caret = editor && this.#snapshot && caretIn(this.#snapshot, editor);
    if (caret === undefined) {
      this.refresh();
      return;
    }
    this.#host.post({ type: 'caret', caret });
    this.#shade();
  }

  /** Highlights the row of the token at `position` for a moment. */
  pointAt(document: vscode.TextDocument, position: vscode.Position): void {
    const snapshot = this.#snapshot;
    if (!this.isVisible || snapshot?.document !== document || !isCurrent(snapshot)) return;
    const offset = snapshot.whole.fromDocument(document.offsetAt(position)) - snapshot.offset;
    if (offset < snapshot.covers.start || offset >= snapshot.covers.end) return;
    this.#highlight({ start: offset, end: offset + 1 });
    this.#endHighlight.schedule();
  }

  /** Displays the active prompt as it is now, once the writer pauses, unless it is on display already. */
  refresh(): void {
    if (!this.isVisible || this.#isUpToDate() || this.#waitsForReader()) return;
    this.#requests.cancel();
    this.#update.cancel();
    this.#decorations.clear();
    const isPaused = this.#services.pause.reason !== undefined;
    this.#host.post({ type: 'outdated', isPaused });
    // While the models are paused, the maps stay until the reader picks another one.
    if (!isPaused) this.#update.schedule();
  }

  /**
   * Has the page render a map.
   *
   * @returns undefined for a picture, which the page puts on the clipboard
   */
  render(format: RenderFormat, map: number): Promise<RenderedContent> {
    if (format === 'picture') this.#host.reveal();
    return this.#pendingRenders.request((request) => this.#host.post({ type: 'render', request, format, map }));
  }

  #receive(message: AttentionPageMessage): void {
    switch (message.type) {
      case 'ready':
        return void this.start();
      case 'show':
        this.#actions.markUsed();
        return this.#changeView(message.view);
      case 'try again':
        this.#crashed = undefined;
        return void this.#showMaps();
      case 'select':
        this.#actions.markUsed();
        return void this.#select(message.span);
      case 'point':
        return this.#mark(message.span);
      case 'export':
        return void this.#actions.export();
      case 'open in editor':
        return this.#actions.openInEditor();
      case 'rendered':
        return this.#pendingRenders.resolve(message.request, message.content);
      case 'render failed':
        return this.#pendingRenders.reject(message.request, message.reason);
    }
  }

  #changeView(view: AttentionView): void {
    const { models } = this.#services;
    if (view.models.includes(models.picked ?? '')) models.picked = undefined;
    this.#view = view;
    const snapshot = this.#snapshot;
    if (!snapshot || !isSameSelection(snapshot.view, view) || !isCurrent(snapshot)) {
      void this.#showMaps();
      return;
    }
    // The page has these maps: only the shades and the surveys can differ. Maps of another view may be under way.
    this.#requests.cancel();
    this.#snapshot = { ...snapshot, view };
    this.#shade();
    if (view.allHeads && !snapshot.surveys) void this.#run((signal) => this.#showSurveys(signal));
  }

  #visibilityChanged(): void {
    if (this.isVisible) {
      this.refresh();
      return;
    }
    this.#update.cancel();
    this.#requests.cancel();
    this.#pendingRenders.rejectAll();
    this.#decorations.clear();
  }

  #isUpToDate(): boolean {
    const [snapshot, view, editor] = [this.#snapshot, this.#view, this.#promptEditor()];
    if (!snapshot || !view || !editor || !isSameSelection(snapshot.view, view)) return false;
    if (view.allHeads && !snapshot.surveys) return false;
    if (caretIn(snapshot, editor) === undefined) return false;
    return (view.windowTokens ?? setting('attention.windowTokens', editor.document)) === snapshot.windowTokens;
  }

  async #showMaps(): Promise<void> {
    this.#update.cancel();
    const view = this.#view;
    if (!this.isVisible || !view) return;
    if (this.#waitsForReader()) return this.#showCrash();
    const editor = this.#promptEditor();
    if (!editor) {
      this.#showNotice(vscode.l10n.t('No prompt is open. Open one to see its attention.'));
      return;
    }
    const part = partAround(editor, view.windowTokens);
    if (!part || part.text.trim() === '') {
      this.#showNotice(vscode.l10n.t('The prompt is empty. Write something to see its tokens.'));
      return;
    }
    this.#editor = editor;
    await this.#run((signal) => this.#requestMaps(editor, part, view, signal));
  }

  async #requestMaps(
    editor: vscode.TextEditor,
    part: PromptPart,
    view: AttentionView,
    signal: AbortSignal,
  ): Promise<void> {
    const specs = specsIfOffered(view.models, await this.#services.models.specs);
    if (!specs) return;
    const request = { ...windowRequest({ ...part, view }), selections: mapsOfView(view, specs) };
    const attend = () => this.#services.inference.attend(request, signal);
    const maps = (await retryUnlessCrashed(attend, signal)).map(compactBuffers);
    if (!isCurrent(part)) return;
    this.#snapshot = snapshotOf(part, view, maps, specs);
    const { title, windowTokens } = this.#snapshot;
    this.#host.post({ type: 'maps', view, title, maps, windowTokens, caret: caretIn(this.#snapshot, editor) });
    this.#shade();
    if (view.allHeads) await this.#showSurveys(signal);
  }

  /** Requests the summaries of all heads over the snapshot's window. */
  async #showSurveys(signal: AbortSignal): Promise<void> {
    const request = windowRequest(this.#snapshot!);
    const surveys = (await this.#services.inference.surveyHeads(request, signal)).map(compactBuffers);
    if (!this.#snapshot || !isCurrent(this.#snapshot)) return;
    this.#snapshot = { ...this.#snapshot, surveys };
    this.#host.post({ type: 'surveys', surveys });
  }

  /** Runs a job in place of the one before; shows why it failed. */
  async #run(job: (signal: AbortSignal) => Promise<void>): Promise<void> {
    try {
      await this.#requests.run(job);
    } catch (error) {
      const reason = errorText(error);
      this.#services.log.warn(`No attention: ${reason}`);
      if (!(error instanceof ModelsCrashedError))
        return this.#showNotice(vscode.l10n.t('{0} Move the caret or type to try again.', reason));
      this.#crashed = this.#view;
      this.#showCrash();
    }
  }

  /** Whether the models crashed while they read what is to be displayed. */
  #waitsForReader(): boolean {
    const [view, crashed] = [this.#view, this.#crashed];
    return view && crashed ? isSameSelection(view, crashed) && view.allHeads === crashed.allHeads : false;
  }

  #showCrash(): void {
    this.#showNotice(
      vscode.l10n.t('The models crashed while they read this map. Try again, or pick another model or fewer tokens.'),
      true,
    );
  }

  #promptEditor(): vscode.TextEditor | undefined {
    return promptEditor(this.#snapshotEditor());
  }

  /** The editor of the snapshot's prompt; of several, the one that was active last. */
  #snapshotEditor(): vscode.TextEditor | undefined {
    return (this.#editor = visibleEditorOf(this.#snapshot?.document, this.#editor));
  }

  /** Shows a text in place of maps. */
  #showNotice(text: string, canRetry = false): void {
    this.#requests.cancel();
    this.#snapshot = undefined;
    this.#decorations.clear();
    this.#host.post({ type: 'message', text, canRetry });
  }

  /** Shades the editor's text by the first map, if the reader turned that on. */
  #shade(): void {
    const editor = this.#snapshotEditor();
    const caret = editor && this.#snapshot && caretIn(this.#snapshot, editor);
    if (!editor || !this.#snapshot?.view.inText || caret === undefined) this.#decorations.clear();
    else this.#decorations.shade(editor, this.#snapshot, caret);
  }

  #highlight(span: Span | undefined): void {
    this.#host.post({ type: 'point', span });
  }

  /** Marks in the editor what the page points at. */
  #mark(span: Span | undefined): void {
    const editor = this.#snapshotEditor();
    this.#decorations.mark(editor, span && this.#snapshot && rangeOf(this.#snapshot, span));
  }

  async #select(span: Span): Promise<void> {
    const selection = this.#snapshot && rangeOf(this.#snapshot, span);
    if (!selection) return;
    const viewColumn = this.#snapshotEditor()?.viewColumn;
    await vscode.window.showTextDocument(this.#snapshot!.document, { viewColumn, selection });
  }
}
