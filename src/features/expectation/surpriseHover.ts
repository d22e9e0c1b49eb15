import * as vscode from 'vscode';
import { chanceInWords } from '../../core/expectation/chanceInWords';
import { escapeTableCell } from '../shared/escapeMarkdown';
import { quotedAlternatives } from './quotedAlternatives';

/** What a model expected at a word. */
interface WordExpectation {
  /** −log₂ of the word's probability. */
  readonly bits: number;
  /** Whether the model would have written just this word. */
  readonly isExpected: boolean;
  /** How what it rather expected begins, likeliest first. */
  readonly others: readonly string[];
}

/** The hover of a word, in one sentence or two: how likely it was, and what was likelier. */
export function surpriseHover(model: string, word: string, expected: WordExpectation): vscode.MarkdownString {
  const { bits, isExpected, others } = expected;
  const shown = `**${escapeTableCell(word)}**`;
  const chance = chanceInWords(bits);
  if (isExpected) return new vscode.MarkdownString(`${shown} continues as ${model} expected: ${chance}.`);
  const rather =
    others.length > 0 ? ` and rather expected something that begins with ${quotedAlternatives(others)}` : '';
  return new vscode.MarkdownString(
    `${shown} had a chance of ${chance} for ${model}, which reads only what comes before${rather}.`,
  );
}
