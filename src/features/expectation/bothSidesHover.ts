import * as vscode from 'vscode';
import type { SideComparison } from '../../contracts/expectation';
import { escapeTableCell, formatPercent, visibleText } from '../shared/format';

/** Between columns. */
const GAP = '&nbsp;&nbsp;';
/** Words that a hover lists, and the one that stands there. */
const WORDS = 6;

/** Tells what is expected in a word's place from its left and from both sides. */
export function sidesHover(causal: string, masked: string, sides: SideComparison): vscode.MarkdownString {
  const { words, left, both, own, divergence } = sides;
  const listed = words.map((_, index) => index).filter((index) => index < WORDS || index === own);
  const cell = (probability: number) => (Number.isNaN(probability) ? '–' : formatPercent(probability));
  const rows = listed.map((index) => {
    const word = escapeTableCell(visibleText(words[index]!));
    return `| ${index === own ? `**${word}**` : word} | ${cell(left[index]!)} | ${cell(both[index]!)} |`;
  });
  const hover = new vscode.MarkdownString();
  hover.appendMarkdown(
    [
      `**Left only, or both sides**: what these small local models expect differs by **${divergence.toFixed(2)}** of 1 bit, ` +
        'partly for what stands to the right, partly because they are two models.',
      '',
      `| expected here | ${GAP} from the left (${escapeTableCell(causal)}) | ${GAP} from both sides (${escapeTableCell(masked)}) |`,
      '|---|--:|--:|',
      ...rows,
    ].join('\n'),
  );
  return hover;
}
