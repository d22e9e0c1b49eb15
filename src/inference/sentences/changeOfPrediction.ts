import { divergenceOf } from '../../core/expectation/jensenShannonDivergence';
import { logSumExp } from '../generation/topTokens';
import type { Reading } from './variantReader';

/**
 * How far a prediction is from the one behind the whole prompt, as PartEffect.bits says.
 *
 * @param next the distribution of the next token behind the whole prompt [vocabulary]
 */
export function changeOfPrediction(whole: Reading, next: Float32Array, other: Reading): Float32Array {
  if (whole.bits.length === 0) return Float32Array.of(divergenceOf(next, softmax(other.next)));
  return Float32Array.from(other.bits, (bits, answer) => sum(bits) - sum(whole.bits[answer]!.subarray(0, bits.length)));
}

/** Probabilities of logits. */
export function softmax(logits: Float32Array): Float32Array {
  const total = logSumExp(logits);
  return logits.map((logit) => Math.exp(logit - total));
}

function sum(values: Float32Array): number {
  return values.reduce((total, value) => total + value, 0);
}
