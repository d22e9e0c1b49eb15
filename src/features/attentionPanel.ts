import * as vscode from 'vscode';
import type { AttendRequest, Attention, Inference } from '../contracts/inference';
import type { HostMessage, PageMessage, View } from '../contracts/page';
import { textAround } from '../core/contextWindow';
import { embeddedModels } from '../core/models';
import { shift } from '../core/span';
import { toRange } from '../host/convert';
import { Latest } from '../host/latest';
import { activePrompt, isPrompt } from '../host/prompts';
import { onDidChangeSettings, setting } from '../host/settings';
import { pageRoots, webviewPage } from '../host/webviewPage';

const PAUSE_MS = 150;
const VIEW_ID = 'leftContext.attention';

/** The side bar's heatmap of where the words around the caret look, linked to the editor both ways. */
export function registerAttentionPanel(
  inference: Inference,
  log: vscode.LogOutputChannel,
  extension: vscode.Uri,
): vscode.Disposable {
  const panel = new AttentionPanel(inference, log, extension);
  return vscode.Disposable.from(
    panel,
    vscode.window.registerWebviewViewProvider(VIEW_ID, panel),
    vscode.window.onDidChangeTextEditorSelection(() => panel.caretMoved()),
    vscode.window.onDidChangeActiveTextEditor(() => panel.refresh()),
    vscode.workspace.onDidChangeTextDocument(({ document }) => panel.edited(document)),
    onDidChangeSettings(['include', 'attention.windowTokens'], () => panel.refresh()),
  );
}

/** What the page shows: which text, where it starts in its document, and the attention over it. */
interface Shown {
  readonly document: vscode.TextDocument;
  readonly version: number;
  readonly offset: number;
  readonly attention: Attention;
}

class AttentionPanel implements vscode.WebviewViewProvider, vscode.Disposable {
  readonly #inference: Inference;
  readonly #log: vscode.LogOutputChannel;
  readonly #extension: vscode.Uri;
  readonly #latest = new Latest();
  #webview: vscode.WebviewView | undefined;
  #view: View | undefined;
  #shown: Shown | undefined;
  #pause: NodeJS.Timeout | undefined;

  constructor(inference: Inference, log: vscode.LogOutputChannel, extension: vscode.Uri) {
    this.#inference = inference;
    this.#log = log;
    this.#extension = extension;
  }

  dispose(): void {
    clearTimeout(this.#pause);
    this.#latest.cancel();
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.#webview = view;
    view.webview.options = { enableScripts: true, localResourceRoots: pageRoots(this.#extension) };
    view.webview.onDidReceiveMessage((message: PageMessage) => this.#received(message));
    view.onDidChangeVisibility(() => this.refresh());
    view.onDidDispose(() => {
      this.#webview = undefined;
      this.#latest.cancel();
    });
    view.webview.html = webviewPage(view.webview, this.#extension, 'attention');
  }

  edited(document: vscode.TextDocument): void {
    if (document !== this.#prompt()?.document || !this.#webview?.visible) return;
    this.#post({ type: 'outdated' });
    this.refresh();
  }

  caretMoved(): void {
    if (!this.#webview?.visible) return;
    const editor = this.#prompt();
    const focus = editor && this.#focusIn(editor);
    if (focus === undefined) this.refresh();
    else this.#post({ type: 'highlight', focus });
  }

  /** Asks for the map anew once the writer pauses. */
  refresh(): void {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.#show(), PAUSE_MS);
  }

  #received(message: PageMessage): void {
    if (message.type === 'select') {
      void this.#select(message.token);
      return;
    }
    if (message.view) {
      this.#view = message.view;
      void this.#show();
    } else {
      this.#post({ type: 'models', models: embeddedModels });
    }
  }

  async #show(): Promise<void> {
    const view = this.#view;
    if (!this.#webview?.visible || !view) return;
    const editor = this.#prompt();
    if (!editor) {
      this.#say('Open a prompt to see where its words look.');
      return;
    }
    const { document, selection } = editor;
    const { version } = document;
    const caret = document.offsetAt(selection.active);
    const windowTokens = setting('attention.windowTokens', document);
    const { start, text } = textAround(document.getText(), caret, windowTokens);
    if (text.trim() === '') {
      this.#say('Write something, and its words appear here.');
      return;
    }
    const request = { ...view, text, focus: caret - start, windowTokens };
    try {
      const attention = await this.#latest.run((signal) => this.#attend(request, signal));
      if (!attention || document.version !== version) return;
      this.#shown = { document, version, offset: start, attention };
      this.#post({
        type: 'map',
        view,
        title: vscode.workspace.asRelativePath(document.uri),
        pieces: attention.pieces,
        special: Array.from(attention.starts, (offset) => offset < 0),
        weights: attention.weights.slice().buffer,
        focus: this.#focusIn(editor) ?? -1,
      });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#log.warn(`No attention: ${reason}`);
      this.#say(`${reason} Move the caret or type to try again.`);
    }
  }

  /** Asks twice: models that stopped while they worked are started again by the second request. */
  async #attend(request: AttendRequest, signal: AbortSignal): Promise<Attention> {
    try {
      return await this.#inference.attend(request, signal);
    } catch {
      signal.throwIfAborted();
      return this.#inference.attend(request, signal);
    }
  }

  /** The editor of the active prompt, else one that shows the prompt on show or any other. */
  #prompt(): vscode.TextEditor | undefined {
    const editors = vscode.window.visibleTextEditors;
    return (
      activePrompt() ??
      editors.find(({ document }) => document === this.#shown?.document) ??
      editors.find(({ document }) => isPrompt(document))
    );
  }

  /** Shows words in place of a map. */
  #say(text: string): void {
    this.#shown = undefined;
    this.#post({ type: 'message', text });
  }

  /** The shown token that the editor's caret stands in or behind; undefined when the map does not cover it. */
  #focusIn(editor: vscode.TextEditor): number | undefined {
    const shown = this.#shown;
    if (shown?.document !== editor.document || shown.version !== editor.document.version) return undefined;
    const { starts, ends } = shown.attention;
    const caret = editor.document.offsetAt(editor.selection.active) - shown.offset;
    const focus = starts.findLastIndex((start) => start >= 0 && start < Math.max(1, caret));
    const last = ends.findLastIndex((end) => end >= 0);
    const isBehindWindow = focus === last && caret > ends[last]! + 1 && !this.#isAtEnd(editor, shown);
    return focus < 0 || isBehindWindow ? undefined : focus;
  }

  #isAtEnd(editor: vscode.TextEditor, { offset, attention }: Shown): boolean {
    const last = Math.max(...attention.ends);
    return (
      editor.document
        .getText()
        .slice(offset + last)
        .trim() === ''
    );
  }

  async #select(token: number): Promise<void> {
    const shown = this.#shown;
    const start = shown?.attention.starts[token] ?? -1;
    if (!shown || start < 0 || shown.document.isClosed || shown.document.version !== shown.version) return;
    const span = shift({ start, end: shown.attention.ends[token]! }, shown.offset);
    const range = toRange(shown.document, span);
    const beside = vscode.window.visibleTextEditors.find((editor) => editor.document === shown.document);
    await vscode.window.showTextDocument(shown.document, { viewColumn: beside?.viewColumn, selection: range });
  }

  #post(message: HostMessage): void {
    if (this.#webview?.visible) void this.#webview.webview.postMessage(message);
  }
}
