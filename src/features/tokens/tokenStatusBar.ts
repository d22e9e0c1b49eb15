import * as vscode from 'vscode';
import type { Inference } from '../../contracts/inference';
import type { CountResult } from '../../contracts/tokenRequests';
import type { TokenCount } from '../../core/tokens/countAgainstLimit';
import { activePrompt } from '../../host/promptSelector';
import { Debounced } from '../../host/debounced';
import { logErrors } from '../../host/logBackgroundErrors';
import { labelOf } from '../../core/models/modelLabel';
import { formatCount } from '../shared/formatNumbers';
import type { DocumentCount, TokenCounts } from './countVisiblePrompts';
import { countTemplate } from './countPlaceholderSamples';
import { partsOf } from './countSelectionAndSection';
import { backgroundFor } from './tokenStatusColour';
import { tooltip } from './tokenStatusTooltip';

const DELAY_MS = 80;

/** The token count in the status bar. Its tooltip lists all counters, the selection, the section and the placeholders. */
export function registerTokenStatusBar(
  inference: Inference,
  counts: TokenCounts,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const status = new TokenStatusBar(inference, counts, log);
  return vscode.Disposable.from(
    status,
    counts.onDidCount((document) => document === activePrompt()?.document && status.show()),
    vscode.window.onDidChangeActiveTextEditor(() => status.show()),
    vscode.window.onDidChangeTextEditorSelection(() => status.showSoon()),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('leftContext.budget')) status.show();
    }),
  );
}

class TokenStatusBar implements vscode.Disposable {
  readonly #inference: Inference;
  readonly #counts: TokenCounts;
  readonly #log: vscode.LogOutputChannel;
  readonly #item = vscode.window.createStatusBarItem('leftContext.budget', vscode.StatusBarAlignment.Right, 100);
  readonly #showSoon = new Debounced(DELAY_MS, () => this.show());
  /** How often the item was set. Details requested for an earlier number are stale. */
  #updates = 0;

  constructor(inference: Inference, counts: TokenCounts, log: vscode.LogOutputChannel) {
    this.#inference = inference;
    this.#counts = counts;
    this.#log = log;
    this.#item.name = 'Left Context: Token Budget';
  }

  dispose(): void {
    this.#showSoon.cancel();
    this.#item.dispose();
  }

  showSoon(): void {
    this.#showSoon.schedule();
  }

  show(): void {
    this.#updates++;
    const editor = activePrompt();
    const count = editor && this.#counts.latest(editor.document);
    const failure = editor && this.#counts.failure(editor.document);
    if (!editor || !count) {
      if (failure) this.#showFailure(failure);
      else this.#item.hide();
      return;
    }
    const { main, others, budget, segments } = count;
    const hasSelection = editor.selections.some((selection) => !selection.isEmpty);
    const caret = editor.document.offsetAt(editor.selection.active);
    const segment = segments.findLastIndex(({ start }) => start <= caret);
    const shown = segments[segment]?.count ?? main;
    const which = segment < 0 ? '' : ` (segment ${segment + 1} of ${segments.length})`;
    const counters = [{ ...shown, model: main.model }, ...others].map(counterText).join(' · ');
    const text = `$(symbol-ruler) ${counters}${which}`;
    this.#item.text = text;
    this.#item.backgroundColor = backgroundFor(shown, budget.warnFrom);
    this.#item.command = shown.count > shown.limit ? 'leftContext.goToLimit' : 'leftContext.attention.focus';
    this.#item.tooltip = tooltip(count, [], undefined);
    this.#item.show();
    void this.#showDetails(editor, count, text, hasSelection);
  }

  #showFailure(reason: string): void {
    this.#item.text = '$(warning) tokens not counted';
    this.#item.backgroundColor = new vscode.ThemeColor('statusBarItem.warningBackground');
    this.#item.command = 'leftContext.openSettings';
    this.#item.tooltip = `${reason}\nClick to open the settings.`;
    this.#item.show();
  }

  /** Adds the counts of the selection, the section and the placeholders, which have to be requested. */
  async #showDetails(
    editor: vscode.TextEditor,
    count: DocumentCount,
    text: string,
    hasSelection: boolean,
  ): Promise<void> {
    const { document } = editor;
    const update = this.#updates;
    const parts = partsOf(editor);
    const spans = parts.flatMap((part) => part.spans);
    const counted = spans.length > 0 ? await this.#counts.inSpans(document, spans) : [count.main, ...count.others];
    if (!counted || update !== this.#updates) return;
    const describe = () => countTemplate(this.#inference, document, count.main);
    const { isNamedInPrompt } = count.budget;
    const template = await logErrors(this.#log, 'Placeholders not counted', describe, isNamedInPrompt);
    if (update !== this.#updates) return;
    const rows = parts.map(({ title, spans: own }) => {
      const from = spans.indexOf(own[0]!);
      return {
        title,
        tokens: counted.map(({ spanCounts }) => sum(spanCounts.slice(from, from + own.length).map(textTokens))),
      };
    });
    if (hasSelection) this.#item.text = `${text} (${formatCount(rows[0]!.tokens[0]!)} selected)`;
    this.#item.tooltip = tooltip(count, rows, template);
  }
}

function textTokens({ count, specialTokens }: TokenCount): number {
  return count - specialTokens;
}

function counterText({ model, count, limit, problem }: TokenCount & Pick<CountResult, 'model' | 'problem'>): string {
  if (problem) return `${labelOf(model)} ?`;
  return `${labelOf(model)} ${formatCount(count)}/${formatCount(limit)}`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
