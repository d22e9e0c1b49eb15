import type * as vscode from 'vscode';
import type { Inference } from '../../contracts/inference';
import { fillIn } from '../../core/text/fillPlaceholdersWithSamples';
import { placeholdersIn } from '../../core/text/findPlaceholders';
import type { Span } from '../../core/text/span';
import { tokenCount } from '../../core/tokens/tokenSpans';
import { setting } from '../../host/settings';
import { formatCount } from '../shared/formatNumbers';
import type { BudgetCounter } from './budgetFromDirectiveOrSettings';
import { lengthOf } from './documentLength';
import { LONGEST_OUTLINED } from './maxLengthForSegmentsAndSections';

/** A Markdown table of the placeholders' tokens with their sample values; undefined without placeholders. */
export async function countTemplate(
  inference: Inference,
  document: vscode.TextDocument,
  { model, name, limit }: BudgetCounter,
): Promise<string | undefined> {
  if (lengthOf(document) > LONGEST_OUTLINED) return undefined;
  const text = document.getText();
  const placeholders = placeholdersIn(text);
  if (placeholders.length === 0) return undefined;
  const signal = new AbortController().signal;
  const samples = samplesIn(setting('budget.samples', document));
  const filled = fillIn(text, placeholders, samples);
  const empty = fillIn(text, placeholders, {});
  const [whole, fixed] = await Promise.all(
    [filled, empty].map((each) => inference.tokenize({ model, text: each.text }, signal)),
  );
  const { starts, ends } = whole!;
  const tokensOf = ({ start, end }: Span) => starts.filter((at, index) => at < end && ends[index]! > start).length;
  const rows = Array.from(filled.spans, ([name, spans]) => {
    const tokens = spans.reduce((sum, span) => sum + tokensOf(span), 0);
    return `| \`{{${name}}}\` | ${Object.hasOwn(samples, name) ? formatCount(tokens) : 'no sample'} |`;
  });
  const room = limit === undefined ? undefined : limit - tokenCount(whole!);
  return [
    `**As a template** (samples from \`leftContext.budget.samples\`)`,
    '',
    `| part | ${name} tokens |`,
    '|---|--:|',
    `| fixed text | ${formatCount(tokenCount(fixed!))} |`,
    ...rows,
    ...(room === undefined
      ? []
      : [`| ${room < 0 ? '**too many**' : '**room left**'} | **${formatCount(Math.abs(room))}** |`]),
  ].join('\n');
}

function samplesIn(value: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
