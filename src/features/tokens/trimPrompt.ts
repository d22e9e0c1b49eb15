import * as vscode from 'vscode';
import type { Inference } from '../../contracts/inference';
import type { Span } from '../../core/text/span';
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
    const gaps = gapsOf(spans, text.length);
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

/** The spans of [0, length) that `spans` leave out. */
function gapsOf(spans: readonly Span[], length: number): Span[] {
  const ends = [0, ...spans.map(({ end }) => end)];
  const starts = [...spans.map(({ start }) => start), length];
  return ends.map((start, index) => ({ start, end: starts[index]! })).filter(({ start, end }) => end > start);
}
