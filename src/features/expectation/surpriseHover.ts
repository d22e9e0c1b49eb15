import * as vscode from 'vscode';
import { formatCount, escapeTableCell, formatPercent, visibleText } from '../shared/formatForDisplay';

/** How probable a token was, and which tokens were likeliest in its place. */
interface TokenExpectation {
  /** −log₂ of the token's probability. */
  readonly bits: number;
  /** 1 for the likeliest token. */
  readonly rank: number;
  /** Tokens in the model's vocabulary. */
  readonly vocabularySize: number;
  /** Texts of the likeliest tokens, and their probabilities. */
  readonly likeliest: readonly string[];
  readonly probabilities: ArrayLike<number>;
}

/** A surprising word, and its range in the document. */
export interface SurprisePlace {
  readonly text: string;
  readonly range: vscode.Range;
  readonly bits: number;
}

/** The hover of a token: how probable it was, and what would have been likelier. */
export function surpriseHover(label: string, text: string, expected: TokenExpectation): vscode.MarkdownString {
  const { bits, rank, vocabularySize, likeliest, probabilities } = expected;
  const ordinal = rank === 1 ? 'the likeliest' : `number ${formatCount(rank)}`;
  const hover = new vscode.MarkdownString();
  hover.appendMarkdown(`**${bits.toFixed(1)} bits** of surprise at `);
  hover.appendText(visibleText(text));
  hover.appendMarkdown(
    `\n\nProbability ${formatPercent(2 ** -bits)}, ${ordinal} of ${formatCount(vocabularySize)} tokens, for this small local model ` +
      `(${label}) that sees only the left context.\n\n| expected | probability |\n|---|--:|\n`,
  );
  likeliest.forEach((each, index) => {
    hover.appendMarkdown(`| ${escapeTableCell(visibleText(each))} | ${formatPercent(probabilities[index]!)} |\n`);
  });
  return hover;
}

/** The status item's tooltip: how surprising the text is as a whole, and its most surprising words. */
export function surpriseTooltip(
  label: string,
  bitsPerWord: number,
  places: readonly SurprisePlace[],
  { measured, total }: { measured: number; total: number },
): vscode.MarkdownString {
  const rows = places.map(
    ({ text, range, bits }) => `| ${escapeTableCell(text)} | ${range.start.line + 1} | ${bits.toFixed(1)} |`,
  );
  const part =
    measured < total
      ? ` Only the ${formatCount(measured)} tokens around the caret were measured, of ${formatCount(total)}.`
      : '';
  return new vscode.MarkdownString(
    [
      `**${bitsPerWord.toFixed(1)} bits a word**: at each word, this small local model (${label}) hesitates as if between ` +
        `${formatCount(Math.round(2 ** bitsPerWord))} equally likely words.${part}`,
      '',
      '| most surprising | line | bits |',
      '|---|--:|--:|',
      ...rows,
      '',
      'A surprising word need not be wrong: names and numbers always surprise. Click to go to the words one by one.',
    ].join('\n'),
  );
}
