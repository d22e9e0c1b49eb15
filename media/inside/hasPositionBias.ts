import type { AttentionSteps } from '../../src/contracts/insideRequests';

/** Whether the graph adds a position bias between the division and the softmax, as T5 does. */
export function hasBias({ products, scores, scale }: AttentionSteps): boolean {
  return scores.some((score, token) => score !== -Infinity && Math.abs(score - products[token]! * scale) > 1e-3);
}
