import * as vscode from 'vscode';
import type { SideComparison } from '../../contracts/expectationRequests';
import { formatPercent } from '../shared/formatNumbers';
import { visibleText } from '../shared/showWhiteSpaceInHovers';
import { escapeTableCell } from '../shared/escapeMarkdown';

/** Space between columns. */
const GAP = '&nbsp;&nbsp;';
/** Words that a hover lists, besides the actual word. */
const LISTED_WORDS = 6;

/** The hover of a word: what is expected in its place from its left context, and from both sides. */
export function sidesHover(causal: string, masked: string, sides: SideComparison): vscode.MarkdownString {
  const { words, leftProbabilities, bothProbabilities, actual, divergence } = sides;
  const listed = words.map((_, index) => index).filter((index) => index < LISTED_WORDS || index === actual);
  const cell = (probability: number) => (Number.isNaN(probability) ? '–' : formatPercent(probability));
  const rows = listed.map((index) => {
    const word = escapeTableCell(visibleText(words[index]!));
    return `| ${index === actual ? `**${word}**` : word} | ${cell(leftProbabilities[index]!)} | ${cell(bothProbabilities[index]!)} |`;
  });
  const hover = new vscode.MarkdownString();
  hover.appendMarkdown(
    [
      `**Left only, or both sides**: what these local models expect differs by **${divergence.toFixed(2)}** of 1 bit, ` +
        'partly because of the right context, partly because they are two models.',
      '',
      `| expected here | ${GAP} from the left (${escapeTableCell(causal)}) | ${GAP} from both sides (${escapeTableCell(masked)}) |`,
      '|---|--:|--:|',
      ...rows,
    ].join('\n'),
  );
  return hover;
}
