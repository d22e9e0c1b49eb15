import * as vscode from 'vscode';
import type { Inference } from '../../contracts/inference';
import { influenceReport } from '../../core/expectation/influenceReport';
import { cancellableProgress } from '../../host/cancellableProgress';
import { activeEditorToRead } from '../../host/textToRead';
import { reportErrors } from '../../host/showErrorsToUser';
import { notify } from '../../host/notify';
import type { ModelInUse, ModelsInUse } from '../models/modelsInUse';
import { formatPercent } from '../shared/formatNumbers';
import { visibleText } from '../shared/showWhiteSpaceInHovers';
import { ReportPages } from '../shared/reportPages';
import { escapeMarkdown, escapeTableCell } from '../shared/escapeMarkdown';
import { type Passage, passageOf, refuseTooFarBack } from './passageToMeasure';
import { attentionOn } from './readAttentionInLast512Tokens';

/** Scheme of the addresses of reports. */
const SCHEME = 'left-context-influence';

/**
 * “Measure Influence”: reports how the selection, or the sentence at the caret, changes what the model expects at the end
 * of the prompt or in an answer, and how much attention it receives. Opens the report as a page.
 */
export function registerInfluence(inference: Inference, models: ModelsInUse): vscode.Disposable {
  const reports = new ReportPages(SCHEME);
  return vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, reports),
    vscode.commands.registerCommand('leftContext.measureInfluence', async (requestedAnswer?: unknown) => {
      const editor = activeEditorToRead();
      const passage = editor ? passageOf(editor) : 'blank';
      if (!editor || passage === 'blank') {
        notify('There is no text to measure here. Put the caret into a sentence of a prompt, or select a passage.');
        return;
      }
      const model = models.reading(editor.document);
      const report = await reportErrors(async () => {
        // Asked first: an answer that somebody wrote would be lost.
        const readable = await refuseTooFarBack(inference, model, passage);
        const answer = typeof requestedAnswer === 'string' ? requestedAnswer : await askForAnswer();
        return answer === undefined ? undefined : measure(inference, model, readable, answer);
      });
      if (report) await reports.showReport(reports.add('Influence.md', report));
    }),
  );
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
  model: ModelInUse,
  { text, span }: Passage,
  answer: string,
): Thenable<string | undefined> {
  return cancellableProgress('Measuring influence', async (signal, report) => {
    const request = { model: model.id, text, ...span, answer };
    const influence = await inference.influence(request, signal, (share) => report({ share }));
    const received = await attentionOn(inference, model.id, text, span, signal);
    const wording = {
      text: escapeMarkdown,
      token: (each: string) => `“${escapeTableCell(visibleText(each))}”`,
      percent: formatPercent,
    };
    return influenceReport(text.slice(span.start, span.end), model, influence, received, wording);
  });
}
