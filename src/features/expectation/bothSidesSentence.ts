import * as vscode from 'vscode';
import type { SideComparison } from '../../contracts/expectationRequests';
import { escapeTableCell } from '../shared/escapeMarkdown';
import { formatPercent } from '../shared/formatNumbers';
import { quotedAlternatives } from './quotedAlternatives';

/** The short hover of a word: how likely it is from both sides and from the left, and what is likelier from both sides. */
export function bothSidesSentence(causal: string, masked: string, sides: SideComparison): vscode.MarkdownString {
  const { words, leftProbabilities, bothProbabilities, actual } = sides;
  const both = bothProbabilities[actual]!;
  const likelier = words
    .map((word, index) => ({ word, probability: bothProbabilities[index]! }))
    .filter(({ probability }) => probability > both)
    .sort((a, b) => b.probability - a.probability);
  const chances =
    `From both sides, ${masked} gives **${escapeTableCell(words[actual]!)}** ${formatPercent(both)}; ` +
    `from the left only, ${causal} gives it ${formatPercent(leftProbabilities[actual]!)}.`;
  if (likelier.length === 0) return new vscode.MarkdownString(chances);
  const rather = quotedAlternatives(likelier.map(({ word }) => word));
  return new vscode.MarkdownString(`${chances} From both sides, ${rather} is likelier.`);
}
