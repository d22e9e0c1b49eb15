import * as vscode from 'vscode';
import type { Inference } from '../../contracts/inference';
import { Latest } from '../../host/latest';
import { activePrompt } from '../../host/promptDocuments';
import { logErrors } from '../../host/logErrors';
import { onDidChangeSettings, setting } from '../../host/settings';
import { notify } from '../../host/notify';

const PAUSE_MS = 60;

/**
 * “What the model sees”: while switched on, all that the model cannot see from the caret is shaded, and a status item
 * counts what it does see.
 */
export function registerVisibleContextView(inference: Inference, log: vscode.LogOutputChannel): vscode.Disposable {
  const view = new ModelView(inference, log);
  return vscode.Disposable.from(
    view,
    vscode.commands.registerCommand('leftContext.toggleModelView', () => view.toggle()),
    vscode.window.onDidChangeActiveTextEditor(() => view.refresh()),
    vscode.window.onDidChangeTextEditorSelection(() => view.refresh()),
    vscode.workspace.onDidChangeTextDocument(() => view.refresh()),
    onDidChangeSettings(['include', 'completion.model', 'completion.length'], () => view.refresh()),
  );
}

class ModelView implements vscode.Disposable {
  readonly #inference: Inference;
  readonly #log: vscode.LogOutputChannel;
  readonly #unseen = vscode.window.createTextEditorDecorationType({ opacity: '0.35' });
  readonly #first = vscode.window.createTextEditorDecorationType({
    borderStyle: 'solid',
    borderWidth: '0 0 0 2px',
    borderColor: new vscode.ThemeColor('editorInfo.foreground'),
    overviewRulerColor: new vscode.ThemeColor('editorInfo.foreground'),
    overviewRulerLane: vscode.OverviewRulerLane.Left,
  });
  readonly #status = vscode.window.createStatusBarItem('leftContext.modelView', vscode.StatusBarAlignment.Right, 99);
  readonly #latest = new Latest();
  #isOn = false;
  #pause: NodeJS.Timeout | undefined;

  constructor(inference: Inference, log: vscode.LogOutputChannel) {
    this.#inference = inference;
    this.#log = log;
    this.#status.name = 'Left Context: What the Model Sees';
    this.#status.command = 'leftContext.toggleModelView';
  }

  dispose(): void {
    clearTimeout(this.#pause);
    this.#latest.cancel();
    this.#unseen.dispose();
    this.#first.dispose();
    this.#status.dispose();
  }

  toggle(): void {
    this.#isOn = !this.#isOn;
    if (this.#isOn && !activePrompt()) {
      notify('Open a prompt to see which part of it the model reads.');
    }
    void this.#show();
  }

  refresh(): void {
    if (!this.#isOn) return;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.#show(), PAUSE_MS);
  }

  async #show(): Promise<void> {
    const editor = this.#isOn ? activePrompt() : undefined;
    if (!editor) {
      for (const visible of vscode.window.visibleTextEditors) this.#shade(visible, [], []);
      this.#status.hide();
      return;
    }
    const { document, selection } = editor;
    const { version } = document;
    const left = document
      .getText(new vscode.Range(new vscode.Position(0, 0), selection.active))
      .replaceAll('\r\n', '\n');
    const request = {
      model: setting('completion.model', document),
      left,
      length: setting('completion.length', document),
    };
    const seen = await logErrors(this.#log, 'What the model sees is not known', () =>
      this.#latest.run((signal) => this.#inference.visibleContext(request, signal)),
    );
    if (!seen || document.version !== version || !this.#isOn) return;
    const from = positionIn(left, seen.from);
    const end = document.lineAt(document.lineCount - 1).range.end;
    const fallenOut = new vscode.Range(new vscode.Position(0, 0), from);
    const ahead = new vscode.Range(selection.active, end);
    this.#shade(editor, [fallenOut, ahead], fallenOut.isEmpty ? [] : [new vscode.Range(from, from.translate(0, 1))]);
    this.#status.text =
      seen.of === 0
        ? '$(eye) sees nothing before the caret'
        : `$(eye) sees ${count(seen.tokens)} of ${count(seen.of)} tokens`;
    this.#status.tooltip =
      `From the caret, the model sees the ${count(seen.tokens)} tokens to its left that fit its window. ` +
      'What is shaded it cannot see: the text to the right, and what has fallen out of the window. Click to stop shading.';
    this.#status.show();
  }

  #shade(editor: vscode.TextEditor, unseen: vscode.Range[], first: vscode.Range[]): void {
    const hoverMessage = 'The model cannot see this from the caret.';
    editor.setDecorations(
      this.#unseen,
      unseen.filter((range) => !range.isEmpty).map((range) => ({ range, hoverMessage })),
    );
    editor.setDecorations(
      this.#first,
      first.map((range) => ({ range, hoverMessage: 'The first token that the model sees.' })),
    );
  }
}

function count(tokens: number): string {
  return tokens.toLocaleString('en');
}

/** Line ends count one code unit here, whatever the document's are. */
function positionIn(text: string, offset: number): vscode.Position {
  const lines = text.slice(0, offset).split('\n');
  return new vscode.Position(lines.length - 1, lines.at(-1)!.length);
}
