import * as vscode from 'vscode';
import type { Attention, Inference } from '../contracts/inference';
import type { ExportFormat, HostMessage, PageMessage, View } from '../contracts/page';
import { textAround } from '../core/contextWindow';
import { embeddedModels } from '../core/models';
import { shift, type Span } from '../core/span';
import { toRange } from '../host/convert';
import { Latest } from '../host/latest';
import { ownBuffers } from '../host/ownBuffers';
import { activePrompt, isPrompt } from '../host/prompts';
import { setting } from '../host/settings';
import { webviewPage } from '../host/webviewPage';
import { AttentionInText } from './attentionInText';

const PAUSE_MS = 150;

/** Where a page lives: a view in the side bar, or an editor of its own. */
export interface Surface {
  readonly webview: vscode.Webview;
  readonly visible: boolean;
  readonly onDidChangeVisibility: vscode.Event<unknown>;
  readonly onDidDispose: vscode.Event<void>;
}

/** What a page shows: which part of which text, and the attention over it. */
export interface Shown {
  readonly document: vscode.TextDocument;
  readonly version: number;
  /** The part that the models were given, and where it starts in the document. */
  readonly text: string;
  readonly offset: number;
  /** Where the window lies around, in the part. */
  readonly focus: number;
  readonly windowTokens: number;
  readonly view: View;
  /** Name of the prompt's file. */
  readonly title: string;
  readonly maps: readonly Attention[];
}

interface Actions {
  export(): Promise<void>;
  openInEditor(): void;
}

/** One page with attention maps of the active prompt. It is asked nothing while it is hidden. */
export class AttentionPage implements vscode.Disposable {
  readonly #surface: Surface;
  readonly #inference: Inference;
  readonly #log: vscode.LogOutputChannel;
  readonly #actions: Actions;
  readonly #inText = new AttentionInText();
  readonly #latest = new Latest();
  #view: View | undefined;
  #shown: Shown | undefined;
  #pause: NodeJS.Timeout | undefined;
  #drawing: { resolve(content: Uint8Array | string | undefined): void; reject(error: Error): void } | undefined;

  /** @param view to begin with, when the page remembers none */
  constructor(
    surface: Surface,
    inference: Inference,
    log: vscode.LogOutputChannel,
    extension: vscode.Uri,
    actions: Actions,
    view?: View,
  ) {
    this.#surface = surface;
    this.#inference = inference;
    this.#log = log;
    this.#actions = actions;
    this.#view = view;
    surface.webview.onDidReceiveMessage((message: PageMessage) => this.#received(message));
    surface.onDidChangeVisibility(() => this.#visibilityChanged());
    surface.webview.html = webviewPage(surface.webview, extension, 'attention');
  }

  dispose(): void {
    clearTimeout(this.#pause);
    this.#latest.cancel();
    this.#inText.dispose();
  }

  get isVisible(): boolean {
    return this.#surface.visible;
  }

  get view(): View | undefined {
    return this.#view;
  }

  /** What is on show; undefined while there is nothing. */
  get shown(): Shown | undefined {
    return this.#shown;
  }

  edited(document: vscode.TextDocument): void {
    if (document !== this.#prompt()?.document || !this.isVisible) return;
    this.#inText.clear();
    this.#post({ type: 'outdated' });
    this.refresh();
  }

  caretMoved(): void {
    if (!this.isVisible) return;
    const editor = this.#prompt();
    const caret = editor && this.#caretIn(editor);
    if (caret === undefined) {
      this.refresh();
      return;
    }
    this.#post({ type: 'caret', caret });
    this.#shade();
  }

  /** Lights up the row of what stands at `position`, until the caret moves. */
  pointAt(document: vscode.TextDocument, position: vscode.Position): void {
    if (document !== this.#shown?.document || document.version !== this.#shown.version) return;
    this.#post({ type: 'caret', caret: document.offsetAt(position) + 1 - this.#shown.offset });
  }

  /** Asks for the maps anew once the writer pauses. */
  refresh(): void {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.#show(), PAUSE_MS);
  }

  /** The content that the page draws of a map; undefined when it put it on the clipboard. */
  draw(format: ExportFormat, map: number): Promise<Uint8Array | string | undefined> {
    return new Promise((resolve, reject) => {
      this.#drawing?.reject(new Error(vscode.l10n.t('Another export began.')));
      this.#drawing = { resolve, reject };
      this.#post({ type: 'draw', format, map });
    });
  }

  #received(message: PageMessage): void {
    switch (message.type) {
      case 'ready': {
        const strings = vscode.l10n.bundle as Record<string, string> | undefined;
        const view = this.#view && { view: this.#view };
        return this.#post({ type: 'models', models: embeddedModels, strings, around: 'editor', ...view });
      }
      case 'show':
        this.#view = message.view;
        return void this.#show();
      case 'select':
        return void this.#select(message.span);
      case 'point':
        return this.#inText.point(this.#shownEditor(), message.span && this.#rangeOf(message.span));
      case 'export':
        return void this.#actions.export();
      case 'open in editor':
        return this.#actions.openInEditor();
      case 'drawn':
        return this.#drawing?.resolve(message.content);
      case 'failed':
        return this.#drawing?.reject(new Error(message.reason));
    }
  }

  #visibilityChanged(): void {
    if (this.isVisible) this.refresh();
    else this.#inText.clear();
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
    const { document, selection } = editor;
    const { version } = document;
    const caret = document.offsetAt(selection.active);
    const windowTokens = setting('attention.windowTokens', document);
    const { start, text } = textAround(document.getText(), caret, windowTokens);
    if (text.trim() === '') {
      this.#say(vscode.l10n.t('Write something, and its words appear here.'));
      return;
    }
    const window = { text, focus: caret - start, windowTokens };
    const { layer, head } = view;
    const looks = view.models.map((model) => ({ model, layer, head }));
    try {
      await this.#latest.run(async (signal) => {
        const maps = await this.#twice(signal, () => this.#inference.attend({ ...window, looks }, signal));
        if (document.version !== version) return;
        const title = vscode.workspace.asRelativePath(document.uri);
        this.#shown = { document, version, offset: start, view, title, maps: maps.map(ownBuffers), ...window };
        const now = this.#caretIn(editor);
        this.#post({ type: 'maps', view, title, maps: this.#shown.maps, caret: now });
        this.#shade();
        if (!view.allHeads) return;
        const surveys = await this.#inference.survey({ ...window, models: view.models }, signal);
        if (document.version === version) this.#post({ type: 'surveys', surveys: surveys.map(ownBuffers) });
      });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
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

  #shownEditor(): vscode.TextEditor | undefined {
    return vscode.window.visibleTextEditors.find(({ document }) => document === this.#shown?.document);
  }

  /** Shows words in place of maps. */
  #say(text: string): void {
    this.#shown = undefined;
    this.#inText.clear();
    this.#post({ type: 'message', text });
  }

  /** Shades the editor's text as the first map has it, when the reader wants that. */
  #shade(): void {
    const editor = this.#shownEditor();
    const caret = editor && this.#caretIn(editor);
    if (!editor || !this.#shown?.view.inText || caret === undefined) this.#inText.clear();
    else this.#inText.shade(editor, this.#shown, caret);
  }

  /** The editor's caret in the text on show; undefined when the maps do not cover it. */
  #caretIn(editor: vscode.TextEditor): number | undefined {
    const shown = this.#shown;
    if (shown?.document !== editor.document || shown.version !== editor.document.version) return undefined;
    const caret = editor.document.offsetAt(editor.selection.active) - shown.offset;
    const { starts, ends } = shown.maps[0]!;
    const first = starts.find((start) => start >= 0) ?? 0;
    const last = ends.findLast((end) => end >= 0) ?? 0;
    const isAtEnd = shown.offset + last >= editor.document.getText().trimEnd().length;
    return caret >= first && (caret <= last + 1 || isAtEnd) ? caret : undefined;
  }

  #rangeOf(span: Span): vscode.Range | undefined {
    const shown = this.#shown;
    if (!shown || shown.document.isClosed || shown.document.version !== shown.version) return undefined;
    return toRange(shown.document, shift(span, shown.offset));
  }

  async #select(span: Span): Promise<void> {
    const range = this.#rangeOf(span);
    if (!range) return;
    const viewColumn = this.#shownEditor()?.viewColumn;
    await vscode.window.showTextDocument(this.#shown!.document, { viewColumn, selection: range });
  }

  #post(message: HostMessage): void {
    if (this.isVisible) void this.#surface.webview.postMessage(message);
  }
}
