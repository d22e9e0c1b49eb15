import { TOP_TOKENS } from './howManyLikeliestTokens';
import type { ReceivedAttention } from './attentionOfLastToken';

/** Divergence in bits that rounding to 8-bit numbers can cause. */
const ROUNDING_BITS = 0.01;
/** UTF-16 code units of the passage that the report quotes. */
const MAX_QUOTED = 300;
/** How many of the likeliest next tokens the table names. */
const NAMED_TOKENS = Math.min(3, TOP_TOKENS);

/** The likeliest next tokens and their probabilities, likeliest first. */
interface NextTokens {
  readonly likeliest: readonly string[];
  readonly probabilities: ArrayLike<number>;
}

/** What the report needs of the answer to an influence request. */
interface MeasuredInfluence extends NextTokens {
  readonly answerBits: number;
  readonly answerTokens: number;
  readonly changes: readonly MeasuredChange[];
  /** Whether divergences are lower bounds. */
  readonly isLowerBound?: boolean;
}

interface MeasuredChange extends NextTokens {
  readonly change: string;
  /** Jensen–Shannon divergence in bits. */
  readonly divergence: number;
  /** How many more bits the answer takes. */
  readonly answerBits: number;
}

/** A model, and where it runs. */
interface ReportedModel {
  readonly label: string;
  /** Address of its engine; undefined for a model on this machine. */
  readonly elsewhere?: string;
}

/** Formats parts of a report. Text from the prompt must be escaped, so that none of it is read as Markdown. */
interface ReportFormat {
  text(text: string): string;
  token(text: string): string;
  percent(probability: number): string;
}

/**
 * Reports a passage's influence in Markdown, next to the attention that it receives.
 *
 * @param passage text of the passage
 * @param received the attention, or why it is not known
 */
export function influenceReport(
  passage: string,
  model: ReportedModel,
  influence: MeasuredInfluence,
  received: ReceivedAttention | string,
  format: ReportFormat,
): string {
  return [
    '# Influence',
    '',
    `> ${format.text(passage.replace(/\s+/g, ' ').slice(0, MAX_QUOTED))}`,
    '',
    introduction(format.text(model.label), format.text(model.elsewhere ?? 'this machine'), influence),
    '',
    ...influenceTable(influence, format),
    '',
    conclusion(influence),
    '',
    '## Attention that it receives',
    '',
    attentionSentence(received, format),
    '',
    '**Attention is not influence.** Attention shows which tokens a layer reads, not what that changes. A passage can receive much ' +
      'attention and change nothing, or receive little from the last token and have changed the tokens between them. The table ' +
      'measures what changes when the passage is removed or moved.',
    '',
  ].join('\n');
}

function introduction(model: string, place: string, { answerTokens, isLowerBound }: MeasuredInfluence): string {
  const where =
    answerTokens > 0
      ? `before each of the ${answerTokens} tokens of the answer, on average`
      : 'at the end of the prompt';
  const bound = isLowerBound
    ? ' The engine lists only the likeliest tokens, so each change is **at least** as large as the table says.'
    : '';
  return (
    `How much the next-token distribution of ${model}, which runs on ${place}, changes ${where}: the Jensen–Shannon divergence ` +
    'from the distribution for the unchanged prompt, from 0 for no change to 1 bit for nothing in common. Less than 0.01 can be ' +
    `rounding of 8-bit numbers.${bound}`
  );
}

/** One row for the unchanged prompt, and one per change. */
function influenceTable(influence: MeasuredInfluence, format: ReportFormat): string[] {
  const hasAnswer = influence.answerTokens > 0;
  const outcome = (bits: string, next: NextTokens) => (hasAnswer ? bits : likeliestTokens(next, format));
  const rows = influence.changes.map((change) => {
    const bits = `${change.answerBits < 0 ? '−' : '+'}${Math.abs(change.answerBits).toFixed(1)} bits`;
    const divergence = `${influence.isLowerBound ? 'at least ' : ''}${change.divergence.toFixed(3)}`;
    return `| ${change.change} | ${divergence} | ${outcome(bits, change)} |`;
  });
  return [
    `| the passage | change, bits | ${hasAnswer ? 'the answer takes' : 'likeliest next'} |`,
    `|---|--:|${hasAnswer ? '--:' : '---'}|`,
    `| as it is | 0 | ${outcome(`${influence.answerBits.toFixed(1)} bits`, influence)} |`,
    ...rows,
  ];
}

function likeliestTokens({ likeliest, probabilities }: NextTokens, { token, percent }: ReportFormat): string {
  const named = Array.from(
    { length: NAMED_TOKENS },
    (_, index) => `${token(likeliest[index] ?? '')} ${percent(probabilities[index] ?? 0)}`,
  );
  return named.join(', ');
}

/** Names the change with the largest divergence. */
function conclusion({ changes, answerTokens }: MeasuredInfluence): string {
  const hasAnswer = answerTokens > 0;
  // Behind the moved passage itself, the next token is another one in any case.
  const compared = hasAnswer ? changes : changes.filter(({ change }) => change !== 'at the end');
  const largest = [...compared].sort((a, b) => b.divergence - a.divergence)[0]!;
  if (largest.divergence < ROUNDING_BITS)
    return hasAnswer
      ? 'None of the changes has more effect than rounding can have.'
      : 'Behind the passage itself another token follows in any case. None of the other changes has more effect than rounding can have.';
  const caveat = ' At the end, the next token follows the passage itself, which changes it in any case.';
  return `The largest change is with the passage **${largest.change}**.${hasAnswer ? '' : caveat}`;
}

function attentionSentence(received: ReceivedAttention | string, { text, percent }: ReportFormat): string {
  if (typeof received === 'string') return text(received);
  return (
    `The last token gives it **${percent(received.weight)}** of its attention, averaged over all layers and heads; it has ` +
    `${percent(received.tokens)} of the tokens.`
  );
}
