import * as vscode from 'vscode';
import type { Inference } from '../contracts/inference';
import { cutBefore, cutBehind } from '../core/cuts';
import { toRange } from '../host/convert';
import { Latest } from '../host/latest';
import { activePrompt } from '../host/prompts';
import { quietly } from '../host/quietly';
import { budgetOf, labelOf } from './budgets';

const PAUSE_MS = 60;
/** Colours that follow one another, so that each token differs from its neighbours; from the theme's charts. */
const COLOURS = ['charts.blue', 'charts.orange', 'charts.green', 'charts.purple'];
/** Tokens in view that are coloured; lines can be very long. */
const MOST_TOKENS = 5_000;

/** A toggle that shows where each token of the prompt begins and ends; hovering one tells its id and piece. */
export function registerTokenView(inference: Inference, log: vscode.LogOutputChannel): vscode.Disposable {
  const view = new TokenView(inference, log);
  return vscode.Disposable.from(
    view,
    vscode.commands.registerCommand('leftContext.toggleTokenView', () => view.toggle()),
    vscode.window.onDidChangeActiveTextEditor(() => view.refresh()),
    vscode.window.onDidChangeTextEditorVisibleRanges(() => view.refresh()),
    vscode.workspace.onDidChangeTextDocument(() => view.refresh()),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('leftContext')) view.refresh();
    }),
  );
}

class TokenView implements vscode.Disposable {
  readonly #inference: Inference;
  readonly #log: vscode.LogOutputChannel;
  readonly #latest = new Latest();
  readonly #decorations = COLOURS.map((colour) =>
    vscode.window.createTextEditorDecorationType({
      borderWidth: '0 0 2px 0',
      borderStyle: 'solid',
      borderColor: new vscode.ThemeColor(colour),
      rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    }),
  );
  #isOn = false;
  #pause: NodeJS.Timeout | undefined;

  constructor(inference: Inference, log: vscode.LogOutputChannel) {
    this.#inference = inference;
    this.#log = log;
  }

  dispose(): void {
    clearTimeout(this.#pause);
    this.#latest.cancel();
    for (const decoration of this.#decorations) decoration.dispose();
  }

  toggle(): void {
    this.#isOn = !this.#isOn;
    if (this.#isOn && !activePrompt()) {
      void vscode.window.showInformationMessage('Open a prompt to see its tokens.');
    }
    if (this.#isOn) void this.#show();
    else for (const editor of vscode.window.visibleTextEditors) this.#clear(editor);
  }

  refresh(): void {
    if (!this.#isOn) return;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.#show(), PAUSE_MS);
  }

  async #show(): Promise<void> {
    const editor = activePrompt();
    const [first] = editor?.visibleRanges ?? [];
    if (!this.#isOn || !editor || !first) return;
    const { document } = editor;
    const { version } = document;
    const { model } = budgetOf(document).main;
    // From cut to cut, so that the tokens are those of the whole text. Lines beside the visible ones hold the nearest.
    const seen = document.validateRange(
      new vscode.Range(first.start.line - 2, 0, editor.visibleRanges.at(-1)!.end.line + 3, 0),
    );
    const around = document.getText(seen);
    const start = seen.start.line === 0 ? 0 : cutBehind(around, 0, 'space');
    const end = seen.end.line + 1 >= document.lineCount ? around.length : cutBefore(around, around.length - 1, 'space');
    const offset = document.offsetAt(seen.start) + start;
    const request = { model, text: around.slice(start, Math.max(start, end)) };
    const tokens = await quietly(this.#log, 'Tokens not shown', () =>
      this.#latest.run((signal) => this.#inference.tokenize(request, signal)),
    );
    if (!tokens || document.version !== version || !this.#isOn) return;
    const ranges = this.#decorations.map((): vscode.DecorationOptions[] => []);
    for (let index = 0; index < Math.min(MOST_TOKENS, tokens.ids.length); index++) {
      const span = { start: offset + tokens.starts[index]!, end: offset + tokens.ends[index]! };
      const hoverMessage = new vscode.MarkdownString().appendText(
        `${labelOf(model)} token ${tokens.ids[index]}: ${JSON.stringify(tokens.pieces[index])}`,
      );
      ranges[index % ranges.length]!.push({ range: toRange(document, span), hoverMessage });
    }
    this.#decorations.forEach((decoration, index) => editor.setDecorations(decoration, ranges[index]!));
  }

  #clear(editor: vscode.TextEditor): void {
    for (const decoration of this.#decorations) editor.setDecorations(decoration, []);
  }
}
