import type { ComparedChange, Comparison } from './comparison';
import {
  changeInWords,
  howItWasRead,
  largestMoversFirst,
  reuseInWords,
  signedBits,
  whatIsNotListed,
} from './comparisonInWords';

/** What the report is about, as the user names it. */
interface Compared {
  readonly file: string;
  /** Such as “the last commit”. */
  readonly earlier: string;
  /** The model’s name. */
  readonly model: string;
}

/**
 * Reports a comparison in Markdown.
 *
 * @param escape escapes a text, so that nothing in it is read as Markdown
 */
export function comparisonReport(
  { file, earlier, model }: Compared,
  comparison: Comparison,
  escape: (text: string) => string,
): string {
  const notListed = whatIsNotListed(comparison);
  return [
    '# Comparison of versions',
    '',
    `${escape(file)} as it is now, compared with ${escape(earlier)}. ${escape(howItWasRead(model, comparison))}`,
    '',
    ...(comparison.answers.length > 0 ? answersTable(comparison, escape) : withoutAnswers(comparison)),
    '',
    '## Changes',
    '',
    ...(comparison.changes.length > 0 ? changesTable(comparison, escape) : []),
    ...(notListed === undefined ? [] : [notListed, '']),
    '## Tokens',
    '',
    `${comparison.tokensThen} tokens then, ${comparison.tokensNow} now. ${escape(reuseInWords(comparison))}`,
    '',
  ].join('\n');
}

function answersTable({ answers }: Comparison, escape: (text: string) => string): string[] {
  return [
    '| answer | bits then | bits now | difference |',
    '|---|--:|--:|--:|',
    ...answers.map(
      ({ name, bitsThen, bitsNow }) =>
        `| ${escape(name)} | ${bitsThen.toFixed(1)} | ${bitsNow.toFixed(1)} | ${signedBits(bitsNow - bitsThen)} |`,
    ),
    '',
    'The fewer bits an answer takes, the likelier it is: with each bit less, twice as likely.',
  ];
}

function withoutAnswers({ divergence, isLowerBound }: Comparison): string[] {
  return [
    `There are no answers to compare, so the next token behind both versions is compared: ${isLowerBound ? 'at least ' : ''}**${divergence!.toFixed(3)}** bits of ` +
      'Jensen–Shannon divergence, from 0 for no change to 1 bit for nothing in common. Less than 0.01 can be rounding of 8-bit ' +
      'numbers.',
  ];
}

function changesTable({ answers, changes, isLowerBound }: Comparison, escape: (text: string) => string): string[] {
  const columns =
    answers.length > 0
      ? answers.map(({ name }) => escape(name))
      : [isLowerBound ? 'divergence, at least' : 'divergence'];
  const numbers = ({ movedBits, divergence }: ComparedChange) =>
    divergence === undefined ? movedBits.map(signedBits) : [divergence.toFixed(3)];
  const rows = largestMoversFirst(changes).map(
    (change) => `| ${change.line} | ${escape(changeInWords(change))} | ${numbers(change).join(' | ')} |`,
  );
  const meaning =
    answers.length > 0
      ? 'By how many bits each change makes an answer less likely, or likelier where the number is negative'
      : 'How far each change moves the next token';
  return [
    `| line | change | ${columns.join(' | ')} |`,
    `|--:|---|${columns.map(() => '--:|').join('')}`,
    ...rows,
    '',
    `${meaning}. It was taken back alone, and all others were kept. Changes act together, so the numbers need not add up.`,
    '',
  ];
}
