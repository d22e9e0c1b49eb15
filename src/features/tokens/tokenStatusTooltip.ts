import * as vscode from 'vscode';
import { labelOf } from '../../core/models/modelLabel';
import { formatCount } from '../shared/formatNumbers';
import type { DocumentCount } from './countVisiblePrompts';

/** The tooltip of the token count in the status bar: a table of all counters, and of `template`'s placeholders. */
export function tooltip(
  { main, others }: DocumentCount,
  parts: readonly { title: string; tokens: readonly number[] }[],
  template: string | undefined,
): vscode.MarkdownString {
  const counters = [main, ...others];
  const titles = parts.map(({ title }) => ` ${escaped(title)} |`).join('');
  const lines = [
    `| model | tokens | limit | room left |${titles}`,
    `|---|--:|--:|--:|${parts.map(() => '--:|').join('')}`,
    ...counters.map(({ model, count, limit, problem }, index) => {
      if (problem) return `| ${escaped(labelOf(model))} | ? | | |${parts.map(() => ' |').join('')}`;
      const room = limit - count;
      const left = room < 0 ? `**${formatCount(-room)} too many**` : formatCount(room);
      const own = parts.map(({ tokens }) => ` ${formatCount(tokens[index] ?? 0)} |`).join('');
      return `| ${escaped(labelOf(model))} | ${formatCount(count)} | ${formatCount(limit)} | ${left} |${own}`;
    }),
    '',
    'All counts are exact. Those of the whole text include the special tokens that a model adds; chat APIs add a few more for each message.',
  ];
  for (const { problem } of counters) if (problem) lines.push('', escaped(problem));
  if (template) lines.push('', template);
  return new vscode.MarkdownString(lines.join('\n'));
}

/** The first 200 UTF-16 code units of a title, escaped for a Markdown table. */
function escaped(title: string): string {
  return title.slice(0, 200).replace(/[\\`*_{}[\]<>|#]/g, '\\$&');
}
