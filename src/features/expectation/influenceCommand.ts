import * as vscode from 'vscode';
import { errorText } from '../../core/errorText';
import type { Inference } from '../../contracts/inference';
import { sentenceAround } from '../../core/expectation/removeOrMovePassage';
import { influenceReport, receivedAttention, type ReceivedAttention } from '../../core/expectation/influenceReport';
import { labelOf } from '../../core/models/modelSpec';
import type { Span } from '../../core/text/span';
import { cancellableProgress } from '../../host/cancellableProgress';
import { activePrompt } from '../../host/promptSelector';
import { reportErrors } from '../../host/reportErrors';
import { setting } from '../../host/settings';
import { notify } from '../../host/notify';
import { readAroundCaret, type ReadText } from '../shared/textAroundCaret';
import { escapeMarkdown, escapeTableCell, formatPercent, visibleText } from '../shared/formatForDisplay';

const SCHEME = 'left-context-influence';
/** Tokens at the end of the prompt whose attention is read. */
const WINDOW_TOKENS = 512;
const MAX_REPORTS = 20;

/**
 * “Measure Influence”: reports how the selection, or the sentence at the caret, changes what the model expects at the end
 * of the prompt or in an answer, and how much attention it receives. Opens the report as a page.
 */
export function registerInfluence(inference: Inference): vscode.Disposable {
  const reports = new InfluenceReports();
  return vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, reports),
    vscode.commands.registerCommand('leftContext.measureInfluence', async (requestedAnswer?: unknown) => {
      const editor = activePrompt();
      const passage = editor && passageOf(editor);
      if (!editor || !passage) {
        notify('There is no text to measure here. Put the caret into a sentence of a prompt, or select a passage.');
        return;
      }
      const answer = typeof requestedAnswer === 'string' ? requestedAnswer : await askForAnswer();
      if (answer === undefined) return;
      const model = setting('completion.model', editor.document);
      const report = await reportErrors(async () => measure(inference, model, passage, answer));
      if (report) await reports.show(report);
    }),
  );
}

/** A part of a prompt, and the text that it is part of. */
interface Passage extends ReadText {
  readonly span: Span;
}

/** The selection, or the sentence at the caret; undefined when that is blank. */
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
    prompt: 'The answer to measure token by token. Leave it empty for the next token at the end of the prompt.',
    placeHolder: 'Dear customer, …',
  });
}

/** The report in Markdown; undefined when the user cancelled. */
function measure(
  inference: Inference,
  model: string,
  { text, span }: Passage,
  answer: string,
): Thenable<string | undefined> {
  return cancellableProgress('Measuring influence', async (signal, report) => {
    const request = { model, text, ...span, answer };
    const influence = await inference.influence(request, signal, (share) => report({ share }));
    const received = await attentionOn(inference, model, text, span, signal);
    const wording = {
      text: escapeMarkdown,
      token: (each: string) => `“${escapeTableCell(visibleText(each))}”`,
      percent: formatPercent,
    };
    return influenceReport(text.slice(span.start, span.end), labelOf(model), influence, received, wording);
  });
}

/** The attention that the span receives from the last token; the reason as a text where it cannot be read. */
async function attentionOn(
  inference: Inference,
  model: string,
  text: string,
  span: Span,
  signal: AbortSignal,
): Promise<ReceivedAttention | string> {
  const selections = [{ model, layer: 'mean', head: 'mean' }] as const;
  const request = { models: [model], text, focus: text.length, windowTokens: WINDOW_TOKENS, selections };
  try {
    const [attention] = await inference.attend(request, signal);
    const first = attention!.starts.find((start) => start >= 0) ?? 0;
    if (span.start < first)
      return `It starts before the last ${WINDOW_TOKENS} tokens, and only their attention is read.`;
    return receivedAttention(span, attention!, attention!.weights);
  } catch (error) {
    signal.throwIfAborted();
    return errorText(error);
  }
}

/** The latest reports, which an open preview can request again at any time. */
class InfluenceReports implements vscode.TextDocumentContentProvider {
  readonly #texts = new Map<string, string>();
  #count = 0;

  provideTextDocumentContent(uri: vscode.Uri): string | undefined {
    return this.#texts.get(uri.toString());
  }

  async show(text: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${++this.#count}/Influence.md` });
    this.#texts.set(uri.toString(), text);
    const [oldest] = this.#texts.keys();
    if (this.#texts.size > MAX_REPORTS) this.#texts.delete(oldest!);
    try {
      await vscode.commands.executeCommand('markdown.showPreviewToSide', uri);
    } catch {
      // Without VS Code's Markdown preview, the report opens as text.
      await vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.Beside });
    }
  }
}
