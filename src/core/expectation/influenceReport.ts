import type { AttendedTokens } from '../attention/displayedMap';
import { TOP_TOKENS } from './surpriseLevels';
import type { Span } from '../text/span';

/** Bits of divergence that the rounding of 8-bit numbers can make. */
const ROUNDING = 0.01;

/** What a report tells of: the shape of the models' answer. */
interface Told {
  readonly likeliest: readonly string[];
  readonly probabilities: ArrayLike<number>;
  readonly answerBits: number;
  readonly answerTokens: number;
  readonly changes: readonly {
    readonly change: string;
    readonly divergence: number;
    readonly answerBits: number;
    readonly likeliest: readonly string[];
    readonly probabilities: ArrayLike<number>;
  }[];
}

/** How a report shows what stands in the prompt, a token of it and a probability; nothing of a prompt is Markdown. */
interface Wording {
  text(text: string): string;
  token(text: string): string;
  percent(probability: number): string;
}

/** The attention that a part of the text receives from the last token, and its share of the tokens, 0 to 1. */
export interface ReceivedAttention {
  readonly weight: number;
  readonly tokens: number;
}

/**
 * What the last token's row gives to a part of the text.
 *
 * @param weights [size, size], row-major, size = number of pieces
 */
export function receivedAttention(
  span: Span,
  { pieces, starts, ends }: AttendedTokens,
  weights: Float32Array,
): ReceivedAttention {
  const size = pieces.length;
  let [weight, tokens] = [0, 0];
  for (let token = 0; token < size; token++) {
    if (starts[token]! >= span.end || ends[token]! <= span.start) continue;
    weight += weights[(size - 1) * size + token]!;
    tokens++;
  }
  return { weight, tokens: tokens / size };
}

/** In Markdown: what a part of a prompt does, beside the attention that it receives, or why that cannot be told. */
export function influenceReport(
  part: string,
  model: string,
  influence: Told,
  received: ReceivedAttention | string,
  { text, token, percent }: Wording,
): string {
  const { changes, answerTokens, answerBits } = influence;
  const hasAnswer = answerTokens > 0;
  const next = ({ likeliest, probabilities }: Pick<Told, 'likeliest' | 'probabilities'>) =>
    Array.from(
      { length: Math.min(3, TOP_TOKENS) },
      (_, index) => `${token(likeliest[index] ?? '')} ${percent(probabilities[index] ?? 0)}`,
    ).join(', ');
  const more = (bits: number) => `${bits < 0 ? '−' : '+'}${Math.abs(bits).toFixed(1)} bits`;
  const last = (bits: string, each: Pick<Told, 'likeliest' | 'probabilities'>) => (hasAnswer ? bits : next(each));
  const rows = changes.map((each) => {
    return `| ${each.change} | ${each.divergence.toFixed(3)} | ${last(more(each.answerBits), each)} |`;
  });
  // What comes next behind the passage itself is no measure of what it did.
  const compared = hasAnswer ? changes : changes.filter(({ change }) => change !== 'at the end');
  const most = [...compared].sort((a, b) => b.divergence - a.divergence)[0]!;
  const isBehind = 'At the end, the next token stands behind the passage itself, which changes it in any case.';
  const where = hasAnswer
    ? `before each of the ${answerTokens} tokens of the answer, on average`
    : 'at the end of the prompt';
  return [
    '# Influence',
    '',
    `> ${text(part.replace(/\s+/g, ' ').slice(0, 300))}`,
    '',
    `How much the next-token distribution of this small local model (${text(model)}) changes ${where}: Jensen–Shannon divergence from ` +
      'what it expects of the prompt as it is, 0 for no change at all, 1 bit for nothing in common. Less than 0.01 can be the ' +
      'rounding of its 8-bit numbers.',
    '',
    `| the passage | change, bits | ${hasAnswer ? 'the answer takes' : 'likeliest next'} |`,
    `|---|--:|${hasAnswer ? '--:' : '---'}|`,
    `| as it is | 0 | ${last(`${answerBits.toFixed(1)} bits`, influence)} |`,
    ...rows,
    '',
    most.divergence < ROUNDING
      ? 'Wherever it stands, it changes no more than rounding can.'
      : `Most is changed when it is **${most.change}**.${hasAnswer ? '' : ` ${isBehind}`}`,
    '',
    '## The attention that it receives',
    '',
    typeof received === 'string'
      ? text(received)
      : `The last token gives it **${percent(received.weight)}** of its attention, as the mean of all layers and heads; it has ` +
        `${percent(received.tokens)} of the tokens.`,
    '',
    '**Attention is not influence.** Attention tells which tokens a layer reads from, not what it makes of them: much attention can ' +
      'leave the outcome as it is, and a passage that is hardly looked at by the last token can have done its work in the tokens ' +
      'between. What the table measures is what happens when the passage changes.',
    '',
  ].join('\n');
}
