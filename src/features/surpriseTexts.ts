import * as vscode from 'vscode';
import { count, inTable, percent, visible } from './shownTexts';

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
export interface Place {
  readonly text: string;
  readonly range: vscode.Range;
  readonly bits: number;
}

/** Tells of a token how probable it was, and what would have been likelier. */
export function hoverOf(label: string, text: string, expected: Expected): vscode.MarkdownString {
  const { bits, rank, vocabulary, likeliest, probabilities } = expected;
  const place = rank === 1 ? 'the likeliest' : `number ${count(rank)}`;
  const hover = new vscode.MarkdownString();
  hover.appendMarkdown(`**${bits.toFixed(1)} bits** of surprise at `);
  hover.appendText(visible(text));
  hover.appendMarkdown(
    `\n\nProbability ${percent(2 ** -bits)}, ${place} of ${count(vocabulary)} tokens, for this small local model ` +
      `(${label}) that sees only what stands to the left.\n\n| expected | probability |\n|---|--:|\n`,
  );
  likeliest.forEach((each, index) => {
    hover.appendMarkdown(`| ${inTable(visible(each))} | ${percent(probabilities[index]!)} |\n`);
  });
  return hover;
}

/** Tells how surprising the text is as a whole, and which words are most so. */
export function tooltipOf(
  label: string,
  bitsPerWord: number,
  places: readonly Place[],
  { measured, of }: { measured: number; of: number },
): vscode.MarkdownString {
  const rows = places.map(
    ({ text, range, bits }) => `| ${inTable(text)} | ${range.start.line + 1} | ${bits.toFixed(1)} |`,
  );
  const part = measured < of ? ` Measured are the ${count(measured)} tokens around the caret, of ${count(of)}.` : '';
  return new vscode.MarkdownString(
    [
      `**${bitsPerWord.toFixed(1)} bits a word**: at each, this small local model (${label}) hesitates as if between ` +
        `${count(Math.round(2 ** bitsPerWord))} equally likely words.${part}`,
      '',
      '| most surprising | line | bits |',
      '|---|--:|--:|',
      ...rows,
      '',
      'What surprises it need not be wrong: names and numbers always do. Click to go to them one by one.',
    ].join('\n'),
  );
}
