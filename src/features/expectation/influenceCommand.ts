import * as vscode from 'vscode';
import { errorText } from '../../core/errorText';
import type { Inference } from '../../contracts/inference';
import { sentenceAround } from '../../core/expectation/influenceChanges';
import { influenceReport, receivedAttention, type ReceivedAttention } from '../../core/expectation/influenceReport';
import { labelOf } from '../../core/models/modelSpec';
import type { Span } from '../../core/text/span';
import { undefinedWhenAborted } from '../../host/latest';
import { activePrompt } from '../../host/promptDocuments';
import { reportErrors } from '../../host/reportErrors';
import { setting } from '../../host/settings';
import { notify } from '../../host/notify';
import { readAroundCaret, type ReadText } from '../shared/textAroundCaret';
import { escapeMarkdown, escapeTableCell, formatPercent, visibleText } from '../shared/format';

const SCHEME = 'left-context-influence';
/** Tokens of the window whose attention is looked at. */
const WINDOW = 512;
const MOST_REPORTS = 20;

/**
 * “Measure Influence”: what the selected passage, or the sentence at the caret, does to what the model expects at the end of the
 * prompt or over an answer, beside the attention that it receives; told in a page of its own.
 */
export function registerInfluence(inference: Inference): vscode.Disposable {
  const reports = new Reports();
  return vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, reports),
    vscode.commands.registerCommand('leftContext.measureInfluence', async (given?: unknown) => {
      const editor = activePrompt();
      const passage = editor && passageOf(editor);
      if (!editor || !passage) {
        notify('Put the caret into a sentence of a prompt, or select a passage, to see what it does.');
        return;
      }
      const answer = typeof given === 'string' ? given : await askForAnswer();
      if (answer === undefined) return;
      const model = setting('completion.model', editor.document);
      const report = await reportErrors(async () => measured(inference, model, passage, answer));
      if (report) await reports.show(report);
    }),
  );
}

interface Passage extends ReadText {
  readonly span: Span;
}

/** What is selected, or the sentence at the caret, in the text up to its end. */
function passageOf({ document, selection }: vscode.TextEditor): Passage | undefined {
  const end = document.positionAt(document.getText().length);
  const read = readAroundCaret(document, end);
  const offsetOf = (position: vscode.Position) => {
    const before = document.getText(new vscode.Range(read.positionOf(0), position));
    return before.replaceAll('\r\n', '\n').length;
  };
  const span = selection.isEmpty
    ? sentenceAround(read.text, offsetOf(selection.active))
    : { start: offsetOf(selection.start), end: offsetOf(selection.end) };
  return read.text.slice(span.start, span.end).trim() === '' ? undefined : { ...read, span };
}

function askForAnswer(): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: 'Measure Influence',
    prompt: 'An answer to look at, token by token. Leave it empty for the next token at the end of the prompt.',
    placeHolder: 'Dear customer, …',
  });
}

function measured(
  inference: Inference,
  model: string,
  { text, span }: Passage,
  answer: string,
): Thenable<string | undefined> {
  const location = { location: vscode.ProgressLocation.Notification, title: 'Measuring influence', cancellable: true };
  return vscode.window.withProgress(location, (progress, token) => {
    const controller = new AbortController();
    const { signal } = controller;
    token.onCancellationRequested(() => controller.abort());
    let before = 0;
    const report = (share: number) => {
      progress.report({ increment: 100 * (share - before) });
      before = share;
    };
    return undefinedWhenAborted(signal, async () => {
      const found = await inference.influence({ model, text, ...span, answer }, signal, report);
      const received = await attentionOn(inference, model, text, span, signal);
      const wording = {
        text: escapeMarkdown,
        token: (each: string) => `“${escapeTableCell(visibleText(each))}”`,
        percent: formatPercent,
      };
      return influenceReport(text.slice(span.start, span.end), labelOf(model), found, received, wording);
    });
  });
}

/** What the passage receives from the last token; in words why not, where the model gives no attention out. */
async function attentionOn(
  inference: Inference,
  model: string,
  text: string,
  span: Span,
  signal: AbortSignal,
): Promise<ReceivedAttention | string> {
  const selections = [{ model, layer: 'mean', head: 'mean' }] as const;
  const request = { models: [model], text, focus: text.length, windowTokens: WINDOW, selections };
  try {
    const [attention] = await inference.attend(request, signal);
    const first = attention!.starts.find((start) => start >= 0) ?? 0;
    if (span.start < first) return `It begins before the last ${WINDOW} tokens, whose attention alone is looked at.`;
    return receivedAttention(span, attention!, attention!.weights);
  } catch (error) {
    signal.throwIfAborted();
    return errorText(error);
  }
}

/** Pages that tell what was measured: the latest of them, which a preview can ask for again long after it was opened. */
class Reports implements vscode.TextDocumentContentProvider {
  readonly #texts = new Map<string, string>();
  #count = 0;

  provideTextDocumentContent(uri: vscode.Uri): string | undefined {
    return this.#texts.get(uri.toString());
  }

  async show(text: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${++this.#count}/Influence.md` });
    this.#texts.set(uri.toString(), text);
    const [oldest] = this.#texts.keys();
    if (this.#texts.size > MOST_REPORTS) this.#texts.delete(oldest!);
    try {
      await vscode.commands.executeCommand('markdown.showPreviewToSide', uri);
    } catch {
      // Without VS Code's own Markdown preview it is read as it is written.
      await vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.Beside });
    }
  }
}
