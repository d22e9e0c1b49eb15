import * as vscode from 'vscode';
import { howMuchIsReadAtOnce } from '../../core/tokens/howMuchIsReadAtOnce';
import { formatCount } from '../shared/formatNumbers';
import { escapeTableCell } from '../shared/escapeMarkdown';

/** Words that the tooltip lists, and that the command goes to in turn. */
export const MAX_WORDS = 5;

/** A surprising word, and its range in the document. */
export interface SurprisePlace {
  readonly text: string;
  readonly range: vscode.Range;
  readonly bits: number;
  /** Bits beyond what the model expected there. */
  readonly excess: number;
}

/** The model that was surprised. */
export interface SurprisedModel {
  readonly label: string;
  /** Address of its engine; undefined for a model on this machine. */
  readonly elsewhere: string | undefined;
  /** In tokens; undefined when it is unknown. */
  readonly contextLength: number | undefined;
}

/**
 * The status item's tooltip: how surprising the text is as a whole, and its most surprising words.
 *
 * @param lines names the lines that were measured, of a text that is not read at once
 */
export function surpriseTooltip(
  { label, elsewhere, contextLength }: SurprisedModel,
  bitsPerWord: number,
  places: readonly SurprisePlace[],
  lines: string | undefined,
): vscode.MarkdownString {
  const rows = places.map(
    ({ text, range, bits, excess }) =>
      `| ${escapeTableCell(text)} | ${range.start.line + 1} | ${bits.toFixed(1)} | ${(bits - excess).toFixed(1)} |`,
  );
  const part = lines ? ` Measured: ${lines}, around the caret. ${howMuchIsReadAtOnce(label, contextLength)}` : '';
  return new vscode.MarkdownString(
    [
      `**${bitsPerWord.toFixed(1)} bits a word**: at each word, ${label} hesitates as if between ` +
        `${formatCount(Math.round(2 ** bitsPerWord))} equally likely words.${part}`,
      '',
      '| most surprising | line | bits | expected |',
      '|---|--:|--:|--:|',
      ...rows,
      '',
      `Expected is how unsure the model was there. A surprising word need not be wrong. The model runs on ${elsewhere ?? 'this machine'}; ` +
        'larger ones are surprised by less. Click to go to the words one by one.',
    ].join('\n'),
  );
}
