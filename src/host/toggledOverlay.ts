import * as vscode from 'vscode';
import { Debounced } from './debounced';
import { Latest } from './latestJob';
import { notify } from './notify';
import { documentRole, onDidChangeRoles } from './documentRole';
import { activeEditorToRead } from './textToRead';
import { onDidChangeSettings, type Settings } from './settings';

/** Text, tooltip and command of an overlay's status item. */
export interface OverlayStatus {
  readonly text: string;
  readonly tooltip: string | vscode.MarkdownString;
  readonly command: string | undefined;
}

/** What an overlay shows in the active prompt. */
export interface OverlayContent {
  /** Where each of the overlay's decoration types applies, in their order. A type without an entry applies nowhere. */
  readonly decorations: readonly (readonly vscode.DecorationOptions[])[];
  readonly status?: OverlayStatus;
}

/** Milliseconds of computing after which the status item says so: a number of before would pass for the new one. */
const PATIENCE_MS = 400;

/** An overlay's look, and where its content comes from. */
export interface OverlayOptions<Content extends OverlayContent> {
  readonly types: readonly vscode.TextEditorDecorationType[];
  readonly statusItem?: vscode.StatusBarItem;
  /** Milliseconds from a change to the next computation. */
  readonly delayMs: number;
  /** Settings whose change calls for new content. */
  readonly settings: readonly (keyof Settings)[];
  /** When an editor loses its decorations, besides when the overlay is switched off. */
  readonly clearedWhen: 'another prompt is active' | 'no prompt is active' | 'switched off';
  /** The message shown when the overlay is switched on and the active editor shows no prompt. */
  readonly noPrompt: string;
  /**
   * Computes the content for the active prompt; undefined leaves the overlay as it is.
   *
   * @param show shows what is known before all of it is
   */
  compute(
    editor: vscode.TextEditor,
    signal: AbortSignal,
    show: (content: Content) => void,
  ): Promise<Content | undefined>;
  /** Logs why computing failed, and returns the content to show then; undefined leaves the overlay as it is. */
  failed(error: unknown, editor: vscode.TextEditor): Content | undefined;
}

/** The content on display in a document, and the version that it belongs to. */
interface Shown<Content> {
  readonly version: number;
  readonly content: Content;
}

/**
 * Decorates the active prompt while switched on. Computes its content again after each change of the text, the active
 * editor or a setting.
 */
export class ToggledOverlay<Content extends OverlayContent> implements vscode.Disposable {
  readonly #options: OverlayOptions<Content>;
  readonly #latest = new Latest();
  readonly #updateSoon: Debounced;
  readonly #listeners: vscode.Disposable;
  #isOn = false;
  #status: OverlayStatus | undefined;
  /** Runs while content is being computed, until the status item says so. */
  #waiting: NodeJS.Timeout | undefined;
  /** How many computations have begun. */
  #updates = 0;
  #shown = new WeakMap<vscode.TextDocument, Shown<Content>>();

  constructor(options: OverlayOptions<Content>) {
    this.#options = options;
    this.#updateSoon = new Debounced(options.delayMs, () => void this.#update());
    this.#listeners = vscode.Disposable.from(
      vscode.window.onDidChangeActiveTextEditor(() => this.refresh()),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        // Logs are documents, too, and change all the time.
        if (contentChanges.length > 0 && document === vscode.window.activeTextEditor?.document) this.refresh();
      }),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor: { document } }) => {
        // Of other documents, only the selection is read.
        if (documentRole(document) === 'other') this.refresh();
      }),
      onDidChangeRoles(() => this.refresh()),
      onDidChangeSettings(options.settings, () => this.refresh()),
    );
  }

  get isOn(): boolean {
    return this.#isOn;
  }

  /** The content on display in `document`; undefined when its text has changed since. */
  shownIn(document: vscode.TextDocument): Content | undefined {
    return this.#shown.get(document)?.version === document.version ? this.lastShownIn(document) : undefined;
  }

  /** The content on display in `document`, perhaps from before the latest edit. */
  lastShownIn(document: vscode.TextDocument): Content | undefined {
    return this.#shown.get(document)?.content;
  }

  dispose(): void {
    this.#updateSoon.cancel();
    this.#latest.cancel();
    this.#stopWaiting();
    this.#listeners.dispose();
    for (const type of this.#options.types) type.dispose();
    this.#options.statusItem?.dispose();
  }

  /**
   * Switches on or off, or to the other. Returns whether this changed anything.
   *
   * @param wanted ignored unless it is a boolean, since VS Code's menus pass addresses of documents to commands
   */
  toggle(wanted?: unknown): boolean {
    if (wanted === this.#isOn) return false;
    this.#isOn = !this.#isOn;
    if (this.#isOn && !activeEditorToRead()) notify(this.#options.noPrompt);
    this.#updateSoon.cancel();
    void this.#update();
    return true;
  }

  /** Computes the content again, after a short delay. */
  refresh(): void {
    if (this.#isOn) this.#updateSoon.schedule();
  }

  async #update(): Promise<void> {
    const editor = this.#isOn ? activeEditorToRead() : undefined;
    if (!editor) {
      this.#latest.cancel();
      this.#updates++;
      this.#stopWaiting();
      if (!this.#isOn || this.#options.clearedWhen !== 'switched off') this.#clear();
      return;
    }
    const { document } = editor;
    const { version } = document;
    this.#waiting ??= setTimeout(() => this.#showWaiting(), PATIENCE_MS);
    const update = ++this.#updates;
    const isCurrent = () =>
      update === this.#updates && this.#isOn && document.version === version && activeEditorToRead() === editor;
    const content = await this.#compute(editor, (early) => {
      if (!isCurrent()) return;
      this.#stopWaiting();
      this.#show(editor, early);
    });
    if (update !== this.#updates) return;
    this.#stopWaiting();
    if (content && isCurrent()) this.#show(editor, content);
    else if (!content && this.#status) this.#showStatus();
    else if (!content) this.#options.statusItem?.hide();
  }

  #stopWaiting(): void {
    clearTimeout(this.#waiting);
    this.#waiting = undefined;
  }

  #showWaiting(): void {
    const { statusItem } = this.#options;
    if (!statusItem || !this.#isOn) return;
    statusItem.text = '$(loading~spin) reading…';
    statusItem.tooltip = 'The model reads the prompt.';
    statusItem.command = undefined;
    statusItem.show();
  }

  /** Shows the latest status in the status item. */
  #showStatus(): void {
    const { statusItem } = this.#options;
    if (!statusItem || !this.#status || !this.#isOn) return;
    statusItem.text = this.#status.text;
    statusItem.tooltip = this.#status.tooltip;
    statusItem.command = this.#status.command;
    statusItem.show();
  }

  /** Undefined when a newer computation replaced this one, or when the overlay is to stay as it is. */
  async #compute(editor: vscode.TextEditor, show: (content: Content) => void): Promise<Content | undefined> {
    try {
      return await this.#latest.run((signal) => this.#options.compute(editor, signal, show));
    } catch (error) {
      return this.#options.failed(error, editor);
    }
  }

  #show(editor: vscode.TextEditor, content: Content): void {
    const { types, clearedWhen } = this.#options;
    if (clearedWhen === 'another prompt is active') this.#clear(editor);
    this.#shown.set(editor.document, { version: editor.document.version, content });
    types.forEach((type, index) => editor.setDecorations(type, content.decorations[index] ?? []));
    this.#status = content.status ?? this.#status;
    this.#showStatus();
  }

  /** Removes the decorations of all editors but one, which is about to get new ones, and hides the status item. */
  #clear(except?: vscode.TextEditor): void {
    this.#shown = new WeakMap();
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor !== except) for (const type of this.#options.types) editor.setDecorations(type, []);
    }
    if (except) return;
    this.#status = undefined;
    this.#options.statusItem?.hide();
  }
}
