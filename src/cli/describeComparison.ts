import type { ComparedChange, Comparison } from '../core/sentences/comparison';
import {
  changeInWords,
  howItWasRead,
  largestMoversFirst,
  reuseInWords,
  signedBits,
  whatIsNotListed,
} from '../core/sentences/comparisonInWords';

/** UTF-16 code units of an answer's name above its column. */
const MAX_NAME = 16;

/** A comparison as text for a terminal. */
export function describeComparison(model: string, comparison: Comparison): string {
  const { answers, divergence, isLowerBound, changes, tokensThen, tokensNow } = comparison;
  const summary =
    divergence === undefined
      ? inColumns(answers.map(({ name, bitsThen, bitsNow }) => [name, ...bitsInColumns(bitsThen, bitsNow)]))
      : [
          `  There are no answers. The next token differs by ${isLowerBound ? 'at least ' : ''}${divergence.toFixed(3)} of at most 1 bit.`,
        ];
  const columns = answers.length > 1 ? [['', ...answers.map(({ name }) => name.slice(0, MAX_NAME)), '']] : [];
  const notListed = whatIsNotListed(comparison);
  return [
    howItWasRead(model, comparison),
    '',
    ...summary,
    '',
    ...(changes.length > 0
      ? [
          divergence === undefined ? 'Bits that each change adds:' : 'How far each change moves the next token:',
          ...inColumns([...columns, ...largestMoversFirst(changes).map(changeInColumns)]),
        ]
      : []),
    ...(notListed === undefined ? [] : [`  ${notListed}`]),
    '',
    `${tokensThen} tokens then, ${tokensNow} now. ${reuseInWords(comparison)}`,
  ].join('\n');
}

function bitsInColumns(then: number, now: number): string[] {
  return [then.toFixed(1), '→', now.toFixed(1), 'bits', signedBits(now - then)];
}

function changeInColumns(change: ComparedChange): string[] {
  const { line, movedBits, divergence } = change;
  const numbers = divergence === undefined ? movedBits.map(signedBits) : [divergence.toFixed(3)];
  return [`line ${line}`, ...numbers, changeInWords(change)];
}

/** Rows whose columns stand below each other: numbers to the right, all else to the left. */
function inColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) => {
    const cells = row.map((cell, column) =>
      /^[−+]?[\d.]+$/.test(cell) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
    );
    return `  ${cells.join('  ').trimEnd()}`;
  });
}
