import * as vscode from 'vscode';
import { chanceInWords } from '../../core/expectation/chanceInWords';
import { escapeTableCell } from '../shared/escapeMarkdown';
import { quotedAlternatives } from './quotedAlternatives';

/** What a model expected at a word. */
interface WordExpectation {
  /** −log₂ of the word's probability. */
  readonly bits: number;
  /** Texts of the likeliest tokens in place of the word's first one, likeliest first. */
  readonly likeliest: readonly string[];
  /** Whether the word's own first token is the likeliest. */
  readonly isLikeliest: boolean;
}

/** The hover of a word, in one sentence or two: how likely it was, and what was likelier. */
export function surpriseHover(model: string, word: string, expected: WordExpectation): vscode.MarkdownString {
  const { bits, likeliest, isLikeliest } = expected;
  const shown = `**${escapeTableCell(word)}**`;
  const chance = chanceInWords(bits);
  if (isLikeliest)
    return new vscode.MarkdownString(`${shown} continues as this small model (${model}) expected: ${chance}.`);
  return new vscode.MarkdownString(
    `${shown} had a chance of ${chance} here. This small model (${model}) reads only what comes before, and rather ` +
      `expected ${quotedAlternatives(likeliest)}.`,
  );
}
