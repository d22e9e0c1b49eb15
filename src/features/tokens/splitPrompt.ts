import * as vscode from 'vscode';
import type { Inference } from '../../contracts/inference';
import type { Previews } from '../../host/diffPreviews';
import { documentRole } from '../../host/documentRole';
import { reportErrors } from '../../host/showErrorsToUser';
import { setting } from '../../host/settings';
import { countableModel } from './countableModelsInSettings';
import { segmentText } from '../../core/tokens/segmentText';
import { notify } from '../../host/notify';
import { formatCount } from '../shared/formatNumbers';
import { budgetOf } from './budgetFromDirectiveOrSettings';
import { lengthOf } from './documentLength';
import { segmentLimit, roomInSegment } from './segmentLength';
import { openDocuments } from './openSegmentsAsDocuments';
import { putSeparators } from './putSeparatorsBetweenSegments';
import { type SplitOutput, pickOutput } from './waysToSplit';
import { withoutSeparators } from './removeSeparatorsOfEarlierSplit';

/** “Split Prompt into Segments…”: with separators in place, as new documents, or as JSON on the clipboard. */
export function registerSplitPrompt(inference: Inference, previews: Previews): vscode.Disposable {
  return vscode.commands.registerCommand('leftContext.split', async (requested?: SplitOutput) => {
    const document = vscode.window.activeTextEditor?.document;
    if (!document || documentRole(document) === 'other') {
      notify('The active editor shows neither a prompt nor text. Open a Markdown or text file first.');
      return;
    }
    const { model } = budgetOf(document).main;
    const limit = await reportErrors(() => segmentLimit(document, inference));
    if (limit === undefined) return;
    const overlap = { count: setting('split.overlap', document), unit: setting('split.overlapUnit', document) };
    const output = requested ?? (await pickOutput(limit, overlap));
    if (!output) return;
    const whole = new vscode.Range(new vscode.Position(0, 0), document.lineAt(document.lineCount - 1).range.end);
    const { version } = document;
    const text = withoutSeparators(document);
    const wasSplit = text.length < lengthOf(document);
    if (wasSplit && output === 'separators' && overlap.count > 0) {
      notify(
        'This prompt is split already, and its segments may overlap. Undo that split first, or set ' +
          'leftContext.split.overlap to 0.',
      );
      return;
    }
    const request = { model, text, limit: roomInSegment(limit, output), overlap };
    const segments = await reportErrors(() => inference.split(request, new AbortController().signal));
    if (!segments) return;
    const texts = segments.map((segment) => segmentText(text, segment));
    const size = `at most ${formatCount(limit)} tokens of ${countableModel(model).name}`;
    if (output === 'documents') await openDocuments(document, texts, size);
    else if (output === 'json') await copyJson(texts, size);
    else await putSeparators({ document, version, whole }, texts, size, previews);
  });
}

async function copyJson(texts: readonly string[], size: string): Promise<void> {
  await vscode.env.clipboard.writeText(JSON.stringify(texts, null, 2));
  notify(`Copied ${texts.length} segments of ${size} as a JSON array.`);
}
