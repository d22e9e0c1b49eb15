import * as vscode from 'vscode';
import type { Inference } from '../../contracts/inference';
import { errorText } from '../../core/errorText';
import { lastWords } from '../../core/text/lastWords';
import { promptFileKind } from '../../core/prompts/promptFileKinds';
import type { TokenCount } from '../../core/tokens/countAgainstLimit';
import { documentRole } from '../../host/documentRole';
import { Debounced } from '../../host/debounced';
import { Latest } from '../../host/latestJob';
import { promptTextsOf } from '../../host/promptTexts';
import { setting } from '../../host/settings';
import { logErrors } from '../../host/logBackgroundErrors';
import { budgetOf } from './budgetFromDirectiveOrSettings';
import type { DocumentCount, PartCount, TokenCounts } from './countVisiblePrompts';
import { countTemplate } from './countPlaceholderSamples';
import { countText, selectedText } from './countSelectionInAnyFile';
import { partsOf } from './countSelectionAndSection';
import { placeInChainNote, type ChainNote } from '../promptFiles/placeInChainNote';
import { adviceOn } from './lengthAdviceNotes';
import { tokenActions } from './tokenActions';
import { backgroundFor } from './tokenStatusColour';
import { counterText, tokensText } from './tokenStatusText';
import { tooltip, type TooltipContent } from './tokenStatusTooltip';
import { windowOfLensesNotes } from './windowOfLensesNotes';
import { wordsBefore } from './wordsBefore';

const DELAY_MS = 80;

/**
 * The token count in the status bar: of the prompt or text, of the prompt text or segment at the caret, or of the selection
 * in any other file. Its tooltip lists all counters, the selection, the section and the placeholders.
 */
export function registerTokenStatusBar(
  inference: Inference,
  counts: TokenCounts,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const status = new TokenStatusBar(inference, counts, log);
  return vscode.Disposable.from(
    status,
    counts.onDidCount((document) => document === vscode.window.activeTextEditor?.document && status.show()),
    vscode.window.onDidChangeActiveTextEditor(() => status.showAnew()),
    vscode.window.onDidChangeTextEditorSelection(() => status.showSoon()),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('leftContext.budget')) status.show();
    }),
  );
}

const COUNTING = 'The tokens are being counted. A long text takes a while, and so does the first one after a start.';

class TokenStatusBar implements vscode.Disposable {
  readonly #inference: Inference;
  readonly #counts: TokenCounts;
  readonly #log: vscode.LogOutputChannel;
  readonly #item = vscode.window.createStatusBarItem('leftContext.budget', vscode.StatusBarAlignment.Right, 100);
  readonly #showSoon = new Debounced(DELAY_MS, () => this.show());
  readonly #details = new Latest();
  /** The place of a document in a chain, as it was known last. */
  #chain:
    | { readonly document: vscode.TextDocument; readonly version: number; readonly note: ChainNote | undefined }
    | undefined;

  constructor(inference: Inference, counts: TokenCounts, log: vscode.LogOutputChannel) {
    this.#inference = inference;
    this.#counts = counts;
    this.#log = log;
    this.#item.name = 'Left Context: Token Counts';
    this.#item.command = 'leftContext.tokenActions';
  }

  dispose(): void {
    this.#showSoon.cancel();
    this.#details.cancel();
    this.#item.dispose();
  }

  /** Other files may have changed since the document was active last. */
  showAnew(): void {
    this.#chain = undefined;
    this.show();
  }

  showSoon(): void {
    this.#showSoon.schedule();
  }

  show(): void {
    this.#details.cancel();
    const editor = vscode.window.activeTextEditor;
    const count = editor && this.#counts.latest(editor.document);
    const failure = editor && this.#counts.failure(editor.document);
    if (!editor) this.#item.hide();
    else if (count) this.#showCount(editor, count);
    else if (failure) this.#set('$(warning) tokens not counted', failure);
    else if (this.#counts.isSlow(editor.document)) this.#set('$(loading~spin) counting tokens…', COUNTING);
    else if (documentRole(editor.document) === 'other' && !editor.selection.isEmpty) void this.#showSelection(editor);
    else this.#item.hide();
  }

  #set(text: string, hover: string | vscode.MarkdownString, background?: vscode.ThemeColor): void {
    this.#item.text = text;
    // The tooltip is Markdown, which screen readers would read out with its marks.
    this.#item.accessibilityInformation = { label: `Left Context: ${text.replace(/\$\(.*?\) ?/g, '')}` };
    this.#item.tooltip = hover;
    this.#item.backgroundColor = background;
    this.#item.show();
  }

  #showCount(editor: vscode.TextEditor, count: DocumentCount): void {
    const { document } = editor;
    const { budget } = count;
    const part = partAtCaret(editor, count);
    const counts = part?.counts ?? count.counts;
    const counters = budget.counters.map((counter, index) => counterText(counter, counts[index]!)).join(' · ');
    const background = budget.strictBy && backgroundFor(counts[budget.mainIndex]!, budget.warnFrom);
    // High-contrast themes have no background for errors.
    const icon = background ? '$(warning)' : '$(symbol-ruler)';
    const text = `${icon} ${counters}${part ? ` (${part.name})` : ''}`;
    const content: TooltipContent = {
      subject: part?.name ?? (document.uri.scheme === 'vscode-notebook-cell' ? 'this cell' : 'the whole file'),
      counters: budget.counters,
      counts,
      parts: [],
      wordsBefore: (offset) => wordsBefore(document, offset),
      notes: [],
      links: tokenActions(document, count),
    };
    this.#set(text + this.#placeOf(document), tooltip(content), background);
    void this.#details.run(async (signal) => {
      const details = await this.#detailsOf(editor, count, signal);
      if (signal.aborted || !details) return;
      const selected = editor.selection.isEmpty ? '' : ` (${details.parts[0]!.text} selected)`;
      this.#set(
        text + this.#placeOf(document) + selected,
        tooltip({ ...content, parts: details.parts, notes: details.notes }),
        background,
      );
    });
  }

  /** Counts of the selection and the section, and notes about placeholders and advice, which have to be requested. */
  async #detailsOf(editor: vscode.TextEditor, count: DocumentCount, signal: AbortSignal) {
    const { document } = editor;
    const { counters, detailed, isNamedInPrompt } = count.budget;
    const part = partAtCaret(editor, count);
    const parts = await partsOf(editor, part);
    const spans = parts.flatMap((part) => part.spans);
    const counted = spans.length > 0 ? await this.#counts.inSpans(document, spans) : count.counts;
    if (!counted) return undefined;
    const text = promptTextsOf(document)?.find(({ span }) => span.start === part?.start)?.text ?? document.getText();
    const samples = setting('budget.samples', document);
    const describe = () => countTemplate(this.#inference, text, samples, detailed);
    const template = await logErrors(this.#log, 'Placeholders not counted', describe, isNamedInPrompt);
    const advice = await adviceOn(document, this.#counts);
    const chain = await this.#chainNote(document);
    const windows = await windowOfLensesNotes(counters, part?.counts ?? count.counts, this.#inference, signal);
    return {
      parts: parts.map(({ title, spans: own }) => {
        const from = spans.indexOf(own[0]!);
        const tokens = counted.map(({ spanCounts }) => sum(spanCounts.slice(from, from + own.length).map(textTokens)));
        return { title, tokens, text: `${counters[0]!.name} ${tokensText(counters[0]!, tokens[0]!)}` };
      }),
      notes: [
        ...kindNotes(document),
        ...(chain ? [chain.long] : []),
        ...advice,
        ...windows,
        ...(template ? [template] : []),
      ],
    };
  }

  /** Read once for each version of a document: the caret moves often. */
  async #chainNote(document: vscode.TextDocument): Promise<ChainNote | undefined> {
    const { version } = document;
    if (this.#chain?.document === document && this.#chain.version === version) return this.#chain.note;
    const note = await placeInChainNote(document);
    this.#chain = { document, version, note };
    return note;
  }

  #placeOf(document: vscode.TextDocument): string {
    const short = this.#chain?.document === document ? (this.#chain.note?.short ?? '') : '';
    return short === '' ? '' : ` · ${short}`;
  }

  async #showSelection(editor: vscode.TextEditor): Promise<void> {
    const { document } = editor;
    const { counters } = budgetOf(document);
    const text = selectedText(editor);
    await this.#details.run(async (signal) => {
      try {
        const counts = await countText(this.#inference, text, counters, signal);
        const texts = counts.map((count, index) => counterText(counters[index]!, count));
        const links = tokenActions(document, undefined);
        const content: TooltipContent = {
          subject: 'the selection',
          counters,
          counts,
          parts: [],
          wordsBefore: (offset) => lastWords(text.slice(0, offset)),
          notes: [],
          links,
        };
        if (!signal.aborted) this.#set(`$(symbol-ruler) ${texts.join(' · ')} (selection)`, tooltip(content));
      } catch (error) {
        if (!signal.aborted) this.#set('$(warning) tokens not counted', errorText(error));
      }
    });
  }
}

/** The part of the document that the caret is in, or the nearest one before it. */
function partAtCaret({ document, selection }: vscode.TextEditor, { parts }: DocumentCount): PartCount | undefined {
  const caret = document.offsetAt(selection.active);
  return parts.findLast(({ start }) => start <= caret) ?? parts[0];
}

function kindNotes(document: vscode.TextDocument): string[] {
  if (documentRole(document) !== 'prompt') return [];
  const kind = promptFileKind(document.uri.path);
  if (!kind && promptTextsOf(document)) return ['This file holds prompts, each of which is counted by itself.'];
  return [kind ? `This file is a prompt: ${kind.name}.` : 'This file is treated as a prompt.'];
}

function textTokens({ count, specialTokens }: TokenCount): number {
  return count - specialTokens;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
