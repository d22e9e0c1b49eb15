/** Bits from which on a change is also told as a factor. */
const LEAST_TOLD = 1.5;

/** What an effect is about. */
export interface EffectWording {
  /** Names of the answers; none where the next token is compared. */
  readonly answers: readonly string[];
  /** What was left out, such as “this sentence”. */
  readonly what: string;
  /** Whether a divergence is a lower bound. */
  readonly isLowerBound?: boolean;
}

/**
 * What leaving a part out changes, in words: “Without this sentence, “Refund” costs 14.9 bits more.” One clause for each answer
 * that changes by more than noise; of the others, that they do not.
 *
 * @param bits by how many bits each answer is less likely, or the divergence of the next token [1]
 * @param noise as SentenceEffects.noise; undefined where it is not known yet
 */
export function effectInWords(
  bits: ArrayLike<number>,
  noise: ArrayLike<number> | undefined,
  { answers, what, isLowerBound }: EffectWording,
): string {
  if (answers.length === 0) {
    const isNoise = noise && bits[0]! <= noise[0]!;
    const change = `the next token’s distribution changes by ${isLowerBound ? 'at least ' : ''}${bits[0]!.toFixed(3)} bits`;
    return isNoise
      ? `Without ${what}, no measurable effect: ${change}, no more than without a sentence that means nothing.`
      : `Without ${what}, ${change} (Jensen–Shannon divergence: 0 for not at all, 1 for entirely).`;
  }
  const isNoise = (answer: number) => noise && Math.abs(bits[answer]!) <= noise[answer]!;
  const changed = answers.flatMap((name, answer) => (isNoise(answer) ? [] : [costs(name, bits[answer]!)]));
  if (changed.length === 0)
    return (
      `Without ${what}, no measurable effect: ${answers.map((name, answer) => costs(name, bits[answer]!)).join(', ')}, no ` +
      'more than without a sentence that means nothing.'
    );
  const others = answers.length - changed.length;
  const rest =
    others === 0
      ? ''
      : `, and ${others === 1 ? 'the other answer changes' : 'other answers change'} by no more than noise`;
  return `Without ${what}, ${changed.join(', ')}${rest}.`;
}

/** “Refund” costs 14.9 bits more (31,000 times less likely) */
function costs(name: string, bits: number): string {
  const amount = `“${name}” costs ${Math.abs(bits).toFixed(1)} bits ${bits < 0 ? 'less' : 'more'}`;
  if (Math.abs(bits) < LEAST_TOLD) return amount;
  return `${amount} (${times(bits)} ${bits < 0 ? 'likelier' : 'less likely'})`;
}

/** “31,000 times”, for who does not think in bits. */
function times(bits: number): string {
  const factor = 2 ** Math.abs(bits);
  return factor > 1e9 ? 'more than a billion times' : `${Number(factor.toPrecision(2)).toLocaleString('en')} times`;
}
