import * as vscode from 'vscode';
import type { CountResult } from '../../contracts/tokenRequests';
import type { TokenCount } from '../../core/tokens/countAgainstLimit';
import { escapeMarkdown, escapeTableCell } from '../shared/escapeMarkdown';
import { formatCount } from '../shared/formatNumbers';
import type { BudgetCounter } from './budgetFromDirectiveOrSettings';
import { tokensText } from './tokenStatusText';

/** What the tooltip of the token count says. */
export interface TooltipContent {
  /** What is counted, such as “the whole file”. */
  readonly subject: string;
  readonly counters: readonly BudgetCounter[];
  /** The counts of the subject, one for each counter. */
  readonly counts: readonly (TokenCount & Pick<CountResult, 'problem'>)[];
  /** Parts that are counted by themselves, such as the selection, with their tokens by each counter. */
  readonly parts: readonly { readonly title: string; readonly tokens: readonly number[] }[];
  /** The words before an offset in the document. */
  wordsBefore(offset: number): string;
  /** Further paragraphs, as Markdown. */
  readonly notes: readonly string[];
  /** Commands, shown as links. */
  readonly links: readonly vscode.Command[];
}

/** The tooltip of the token count in the status bar: a table of all counters, notes, and links to commands. */
export function tooltip(content: TooltipContent): vscode.MarkdownString {
  const { subject, counters, counts, parts, notes, links } = content;
  const titles = parts.map(({ title }) => ` ${escapeTableCell(title)} |`).join('');
  const stops = counters.map((counter, index) => stopOf(content, counter, index));
  const hasStops = stops.some((stop) => stop !== '');
  const lines = [
    `**Tokens of ${escapeMarkdown(subject)}**`,
    '',
    `| model | tokens | limit |${hasStops ? ' stops reading after |' : ''}${titles}`,
    `|---|--:|--:|${hasStops ? '---|' : ''}${parts.map(() => '--:|').join('')}`,
    ...counters.map((counter, index) => rowOf(content, counter, index, hasStops ? ` ${stops[index]!} |` : '')),
    '',
    'Special tokens that a model adds are counted. Not counted are what a chat API adds for each message, tools, and files ' +
      'that the prompt refers to.',
  ];
  for (const { name, model, factor } of counters)
    if (factor !== undefined)
      lines.push(
        '',
        `The tokenizer of ${name} is not public. *About* is what ${escapeMarkdown(model)} counts, times ${factor}: it can be ` +
          'off by a fifth.',
      );
  for (const { problem } of counts) if (problem) lines.push('', escapeMarkdown(problem));
  for (const note of notes) lines.push('', note);
  lines.push('', links.map(linkOf).join(' · '));
  const text = new vscode.MarkdownString(lines.join('\n'));
  text.isTrusted = { enabledCommands: links.map(({ command }) => command) };
  return text;
}

/** The words after which a model stops reading; empty where it reads everything, or where the place is not known. */
function stopOf({ counts, wordsBefore }: TooltipContent, { factor }: BudgetCounter, index: number): string {
  const { count, limit, at } = counts[index]!;
  return count > limit && at && factor === undefined ? `“…${escapeTableCell(wordsBefore(at.start))}”` : '';
}

function rowOf({ counts, parts }: TooltipContent, counter: BudgetCounter, index: number, stop: string): string {
  const { count, limit, problem } = counts[index]!;
  const name = escapeTableCell(counter.name);
  if (problem) return `| ${name} | ? | |${stop}${parts.map(() => ' |').join('')}`;
  const own = parts.map(({ tokens }) => ` ${tokensText(counter, tokens[index] ?? 0)} |`).join('');
  const limitText = Number.isFinite(limit) ? formatCount(limit) : '';
  return `| ${name} | ${tokensText(counter, count)} | ${limitText} |${stop}${own}`;
}

function linkOf({ title, command, arguments: args = [] }: vscode.Command): string {
  return `[${title}](command:${command}?${encodeURIComponent(JSON.stringify(args))})`;
}
