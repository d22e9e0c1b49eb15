import * as vscode from 'vscode';
import type { Inference } from '../../contracts/inference';
import { previousCut, nextCut } from '../../core/text/tokenizationCuts';
import { toRange } from '../../host/ranges';
import { Latest } from '../../host/latest';
import { activePrompt } from '../../host/promptDocuments';
import { labelOf } from '../../core/models/modelSpec';
import { logErrors } from '../../host/logErrors';
import { onDidChangeSettings } from '../../host/settings';
import { notify } from '../../host/notify';
import { budgetOf } from './budgetSettings';

const PAUSE_MS = 60;
/** Colours that follow one another, so that each token differs from its neighbours; from the theme's charts. */
const COLOURS = ['charts.blue', 'charts.orange', 'charts.green', 'charts.purple'];
/** UTF-16 code units around what is in view in which a place to cut is looked for. */
const REACH = 2_000;
/** Tokens in view that are coloured; lines can be very long. */
const MOST_TOKENS = 5_000;

/** A toggle that shows where each token of the prompt begins and ends; hovering one tells its id and piece. */
export function registerTokenView(inference: Inference, log: vscode.LogOutputChannel): vscode.Disposable {
  const view = new TokenView(inference, log);
  return vscode.Disposable.from(
    view,
    vscode.commands.registerCommand('leftContext.toggleTokenView', () => view.toggle()),
    vscode.window.onDidChangeActiveTextEditor(() => view.refresh()),
    onDidChangeSettings(['include'], () => view.clear()),
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
      notify('Open a prompt to see its tokens.');
    }
    if (this.#isOn) void this.#show();
    else this.clear();
  }

  refresh(): void {
    if (!this.#isOn) return;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.#show(), PAUSE_MS);
  }

  async #show(): Promise<void> {
    const editor = activePrompt();
    if (!this.#isOn || !editor) return;
    const [first, last] = [editor.visibleRanges.at(0), editor.visibleRanges.at(-1)];
    if (!first || !last) return;
    const { document } = editor;
    const { version } = document;
    const {
      main: { model },
      isNamedInPrompt,
    } = budgetOf(document);
    // From cut to cut, so that the tokens are those of the whole text.
    const [from, to] = [document.offsetAt(first.start), document.offsetAt(document.lineAt(last.end).range.end)];
    const around = { start: Math.max(0, from - REACH), end: to + REACH };
    const text = document.getText(toRange(document, around));
    const start = previousCut(text, from - around.start, 'space');
    const end = nextCut(text, Math.max(start, to - around.start - 1), 'space');
    const offset = around.start + start;
    const request = { model, text: text.slice(start, end) };
    const tokenize = () => this.#latest.run((signal) => this.#inference.tokenize(request, signal));
    const tokens = await logErrors(this.#log, 'Tokens not shown', tokenize, isNamedInPrompt);
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

  clear(): void {
    for (const editor of vscode.window.visibleTextEditors) {
      for (const decoration of this.#decorations) editor.setDecorations(decoration, []);
    }
  }
}
