import * as vscode from 'vscode';
import type { Inference } from '../../contracts/inference';
import type { CountResult } from '../../contracts/tokenRequests';
import { fillIn, placeholdersIn } from '../../core/text/placeholders';
import { sectionAt } from '../../core/text/sections';
import type { Span } from '../../core/text/span';
import type { TokenCount } from '../../core/tokens/tokenLimitFinding';
import { tokenCount } from '../../core/tokens/tokenSpans';
import { activePrompt } from '../../host/promptSelector';
import { Debounced } from '../../host/debounced';
import { logErrors } from '../../host/logErrors';
import { setting } from '../../host/settings';
import { labelOf } from '../../core/models/modelSpec';
import { formatCount } from '../shared/formatForDisplay';
import { LONGEST_OUTLINED, lengthOf, type DocumentCount, type TokenCounts } from './countVisiblePrompts';

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

/** A part of the text that the tooltip counts by itself. */
interface CountedPart {
  readonly title: string;
  readonly spans: readonly Span[];
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
    const describe = () => this.#template(document, count.main);
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

  /** A Markdown table of the placeholders' tokens with their sample values; undefined without placeholders. */
  async #template(document: vscode.TextDocument, { model, limit }: CountResult): Promise<string | undefined> {
    if (lengthOf(document) > LONGEST_OUTLINED) return undefined;
    const text = document.getText();
    const placeholders = placeholdersIn(text);
    if (placeholders.length === 0) return undefined;
    const signal = new AbortController().signal;
    const samples = samplesIn(setting('budget.samples', document));
    const filled = fillIn(text, placeholders, samples);
    const empty = fillIn(text, placeholders, {});
    const [whole, fixed] = await Promise.all(
      [filled, empty].map((each) => this.#inference.tokenize({ model, text: each.text }, signal)),
    );
    const { starts, ends } = whole!;
    const tokensOf = ({ start, end }: Span) => starts.filter((at, index) => at < end && ends[index]! > start).length;
    const rows = Array.from(filled.spans, ([name, spans]) => {
      const tokens = sum(spans.map(tokensOf));
      return `| \`{{${name}}}\` | ${Object.hasOwn(samples, name) ? formatCount(tokens) : 'no sample'} |`;
    });
    const room = limit - tokenCount(whole!);
    return [
      `**As a template** (samples from \`leftContext.budget.samples\`)`,
      '',
      `| part | ${labelOf(model)} tokens |`,
      '|---|--:|',
      `| fixed text | ${formatCount(tokenCount(fixed!))} |`,
      ...rows,
      `| ${room < 0 ? '**too many**' : '**room left**'} | **${formatCount(Math.abs(room))}** |`,
    ].join('\n');
  }
}

/** The selection and the section at the caret, where there are any; the selection first. */
function partsOf({ document, selections, selection }: vscode.TextEditor): CountedPart[] {
  const parts: CountedPart[] = [];
  const selected = selections.filter((each) => !each.isEmpty);
  if (selected.length > 0) {
    const spans = selected.map((each) => ({ start: document.offsetAt(each.start), end: document.offsetAt(each.end) }));
    parts.push({ title: selected.length === 1 ? 'selection' : `${selected.length} selections`, spans });
  }
  if (lengthOf(document) <= LONGEST_OUTLINED) {
    const section = sectionAt(document.getText(), document.offsetAt(selection.active));
    if (section) parts.push({ title: `section “${section.title.slice(0, 40)}”`, spans: [section.span] });
  }
  return parts;
}

function textTokens({ count, specialTokens }: TokenCount): number {
  return count - specialTokens;
}

function counterText({ model, count, limit, problem }: TokenCount & Pick<CountResult, 'model' | 'problem'>): string {
  if (problem) return `${labelOf(model)} ?`;
  return `${labelOf(model)} ${formatCount(count)}/${formatCount(limit)}`;
}

function backgroundFor({ count, limit }: TokenCount, warnFrom: number): vscode.ThemeColor | undefined {
  if (count > limit) return new vscode.ThemeColor('statusBarItem.errorBackground');
  return count >= limit * warnFrom ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
}

function tooltip(
  { main, others }: DocumentCount,
  parts: readonly { title: string; tokens: readonly number[] }[],
  template: string | undefined,
): vscode.MarkdownString {
  const counters = [main, ...others];
  const titles = parts.map(({ title }) => ` ${escaped(title)} |`).join('');
  const lines = [
    `| model | tokens | limit | room left |${titles}`,
    `|---|--:|--:|--:|${parts.map(() => '--:|').join('')}`,
    ...counters.map(({ model, count, limit, problem }, index) => {
      if (problem) return `| ${escaped(labelOf(model))} | ? | | |${parts.map(() => ' |').join('')}`;
      const room = limit - count;
      const left = room < 0 ? `**${formatCount(-room)} too many**` : formatCount(room);
      const own = parts.map(({ tokens }) => ` ${formatCount(tokens[index] ?? 0)} |`).join('');
      return `| ${escaped(labelOf(model))} | ${formatCount(count)} | ${formatCount(limit)} | ${left} |${own}`;
    }),
    '',
    'All counts are exact. Those of the whole text include the special tokens that a model adds; chat APIs add a few more for each message.',
  ];
  for (const { problem } of counters) if (problem) lines.push('', escaped(problem));
  if (template) lines.push('', template);
  return new vscode.MarkdownString(lines.join('\n'));
}

/** The first 200 UTF-16 code units of a title, escaped for a Markdown table. */
function escaped(title: string): string {
  return title.slice(0, 200).replace(/[\\`*_{}[\]<>|#]/g, '\\$&');
}

function samplesIn(value: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
