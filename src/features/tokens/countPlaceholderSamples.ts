import type { Inference } from '../../contracts/inference';
import { fillIn } from '../../core/text/fillPlaceholdersWithSamples';
import { placeholdersIn } from '../../core/text/findPlaceholders';
import type { Span } from '../../core/text/span';
import { tokenCount } from '../../core/tokens/tokenSpans';
import { formatCount } from '../shared/formatNumbers';
import type { BudgetCounter } from './budgetFromDirectiveOrSettings';
import { LONGEST_OUTLINED } from './maxLengthForSegmentsAndSections';

/** Placeholders that the table lists. */
const MAX_ROWS = 8;

/**
 * A Markdown table of the tokens of a template's placeholders with sample values; undefined without placeholders.
 *
 * @param values the sample values by name, from `leftContext.budget.samples`
 */
export async function countTemplate(
  inference: Pick<Inference, 'tokenize'>,
  text: string,
  values: object,
  { model, name, limit }: BudgetCounter,
): Promise<string | undefined> {
  if (text.length > LONGEST_OUTLINED) return undefined;
  const placeholders = placeholdersIn(text);
  if (placeholders.length === 0) return undefined;
  const signal = new AbortController().signal;
  const samples = samplesIn(values);
  const filled = fillIn(text, placeholders, samples);
  const empty = fillIn(text, placeholders, {});
  const [whole, fixed] = await Promise.all(
    [filled, empty].map((each) => inference.tokenize({ model, text: each.text }, signal)),
  );
  const { starts, ends } = whole!;
  const tokensOf = ({ start, end }: Span) => starts.filter((at, index) => at < end && ends[index]! > start).length;
  const rows = Array.from(filled.spans, ([placeholder, spans]) => {
    const tokens = spans.reduce((sum, span) => sum + tokensOf(span), 0);
    const isFilled = Object.hasOwn(samples, placeholder);
    return `| \`${placeholder}\` | ${isFilled ? formatCount(tokens) : 'no sample'} |`;
  });
  const more = rows.length - MAX_ROWS;
  const room = limit === undefined ? undefined : limit - tokenCount(whole!);
  return [
    '**As a template**, with samples from the setting `leftContext.budget.samples`',
    '',
    `| part | ${name} tokens |`,
    '|---|--:|',
    `| all other text | ${formatCount(tokenCount(fixed!))} |`,
    ...rows.slice(0, MAX_ROWS),
    ...(more > 0 ? [`| ${formatCount(more)} more | |`] : []),
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
