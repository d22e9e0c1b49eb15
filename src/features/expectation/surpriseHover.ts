import * as vscode from 'vscode';
import { formatCount, formatPercent } from '../shared/formatNumbers';
import { visibleText } from '../shared/showWhiteSpaceInHovers';
import { escapeTableCell } from '../shared/escapeMarkdown';

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
