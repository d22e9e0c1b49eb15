import type * as vscode from 'vscode';
import { documentRole } from '../../host/documentRole';
import { setting } from '../../host/settings';
import { formatCount } from '../shared/formatNumbers';
import type { TokenCounts } from './countVisiblePrompts';
import { lengthOf } from './documentLength';
import { LONGEST_TEXT } from './whichDocumentsAreCounted';

/** Why no text is after the token limit, as a message to the user. */
export function whyNoLimit(counts: TokenCounts, document: vscode.TextDocument | undefined): string {
  if (!document || documentRole(document) === 'other')
    return 'The active editor shows neither a prompt nor text. Open a Markdown or text file, or treat this one as a prompt.';
  const failure = counts.failure(document);
  if (failure) return failure;
  const count = counts.latest(document);
  if (count?.parts[0]?.kind === 'segment')
    return 'This prompt is split into segments, each of which has the limit for itself. Remove the separators to trim it.';
  if (count && count.parts.length > 0)
    return 'This file holds prompt texts that each have the limit for themselves. Copy the one to trim into a file of its own.';
  if (count && count.main.limit === Infinity)
    return `${count.budget.main.name} has no token limit. Run “Count For…” and pick a model that has one.`;
  if (count)
    return (
      `${count.budget.main.name} reads all of this: its ${formatCount(count.main.count)} tokens are within the limit of ` +
      `${formatCount(count.main.limit)}.`
    );
  if (!setting('budget.enabled', document))
    return 'Counting is switched off here. Switch on leftContext.budget.enabled to use the limit.';
  if (lengthOf(document) > LONGEST_TEXT)
    return `This text has more than ${formatCount(LONGEST_TEXT)} characters, so its tokens are not counted. Use a shorter one.`;
  return 'The tokens could not be counted. Try again, or run “Left Context: Show Log” for the cause.';
}
