import * as vscode from 'vscode';
import { formatCount, escapeTableCell, formatPercent, visibleText } from '../shared/format';

/** What the model expected in a token's place. */
interface Expected {
  readonly bits: number;
  readonly rank: number;
  readonly vocabulary: number;
  /** Texts of the likeliest tokens, and their probabilities. */
  readonly likeliest: readonly string[];
  readonly probabilities: ArrayLike<number>;
}

/** A surprising word, and where it stands. */
export interface SurprisePlace {
  readonly text: string;
  readonly range: vscode.Range;
  readonly bits: number;
}

/** Tells of a token how probable it was, and what would have been likelier. */
export function surpriseHover(label: string, text: string, expected: Expected): vscode.MarkdownString {
  const { bits, rank, vocabulary, likeliest, probabilities } = expected;
  const place = rank === 1 ? 'the likeliest' : `number ${formatCount(rank)}`;
  const hover = new vscode.MarkdownString();
  hover.appendMarkdown(`**${bits.toFixed(1)} bits** of surprise at `);
  hover.appendText(visibleText(text));
  hover.appendMarkdown(
    `\n\nProbability ${formatPercent(2 ** -bits)}, ${place} of ${formatCount(vocabulary)} tokens, for this small local model ` +
      `(${label}) that sees only what stands to the left.\n\n| expected | probability |\n|---|--:|\n`,
  );
  likeliest.forEach((each, index) => {
    hover.appendMarkdown(`| ${escapeTableCell(visibleText(each))} | ${formatPercent(probabilities[index]!)} |\n`);
  });
  return hover;
}

/** Tells how surprising the text is as a whole, and which words are most so. */
export function surpriseTooltip(
  label: string,
  bitsPerWord: number,
  places: readonly SurprisePlace[],
  { measured, of }: { measured: number; of: number },
): vscode.MarkdownString {
  const rows = places.map(
    ({ text, range, bits }) => `| ${escapeTableCell(text)} | ${range.start.line + 1} | ${bits.toFixed(1)} |`,
  );
  const part =
    measured < of ? ` Measured are the ${formatCount(measured)} tokens around the caret, of ${formatCount(of)}.` : '';
  return new vscode.MarkdownString(
    [
      `**${bitsPerWord.toFixed(1)} bits a word**: at each, this small local model (${label}) hesitates as if between ` +
        `${formatCount(Math.round(2 ** bitsPerWord))} equally likely words.${part}`,
      '',
      '| most surprising | line | bits |',
      '|---|--:|--:|',
      ...rows,
      '',
      'What surprises it need not be wrong: names and numbers always do. Click to go to them one by one.',
    ].join('\n'),
  );
}
