import * as vscode from 'vscode';
import type { Inference } from '../../contracts/inference';
import { gapsBetween } from '../../core/text/gapsBetweenSpans';
import { whatIsRemoved } from '../../core/tokens/whatTrimmingRemoves';
import type { TrimWay } from '../../core/tokens/trimToLimit';
import { toRange } from '../../host/offsetsToRanges';
import type { Previews } from '../../host/diffPreviews';
import { activeEditorToRead } from '../../host/textToRead';
import { reportErrors } from '../../host/showErrorsToUser';
import { notify } from '../../host/notify';
import { formatCount } from '../shared/formatNumbers';
import type { TokenCounts } from './countVisiblePrompts';
import { whyNoLimit } from './whyNothingIsPastLimit';
import { pickWay } from './waysToTrim';

/** “Trim Prompt to Token Limit…”: trims the prompt in a way that the user picks, and shows a diff before applying it. */
export function registerTrimPrompt(inference: Inference, counts: TokenCounts, previews: Previews): vscode.Disposable {
  return vscode.commands.registerCommand('leftContext.trimToLimit', async (requested?: TrimWay) => {
    const document = activeEditorToRead()?.document;
    const count = document && (await counts.now(document));
    if (!document || !count || count.parts.length > 0 || count.main.count <= count.main.limit) {
      notify(whyNoLimit(counts, document));
      return;
    }
    const { model, limit, count: before } = count.main;
    const way = requested ?? (await pickWay(limit));
    if (!way) return;
    const { version } = document;
    const text = document.getText();
    const spans = await reportErrors(() =>
      inference.trim({ model, text, limit, ...way }, new AbortController().signal),
    );
    if (!spans) return;
    const gaps = gapsBetween(spans, text.length);
    const removals = gaps.map((gap) => vscode.TextEdit.delete(toRange(document, gap)));
    const lost = whatIsRemoved(text, gaps);
    const removed = text.length - spans.reduce((sum, { start, end }) => sum + end - start, 0);
    const title = `Trim to ${formatCount(limit)} tokens: ${document.uri.path.split('/').at(-1)}`;
    const question =
      `Trim this prompt from ${formatCount(before)} to at most ${formatCount(limit)} tokens of ${count.budget.main.name}? ` +
      `This removes ${formatCount(removed)} characters${lost ? `, among them ${lost}` : ''}.`;
    await previews.confirm(document, version, removals, title, question);
  });
}
