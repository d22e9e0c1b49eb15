import type { CompletionRequest } from '../../contracts/completionRequests';

/**
 * Least joint probability of a suggestion's tokens. An alternative may begin with any token, however unlikely; the
 * confidence applies to the tokens after it.
 *
 * @param firstLogProbability natural logarithm of the first token's probability
 */
export function confidenceFloor(
  { confidence, alternatives }: Pick<CompletionRequest, 'confidence' | 'alternatives'>,
  firstLogProbability: number,
): number {
  return confidence * (alternatives === 1 ? 1 : Math.exp(firstLogProbability));
}

/** Whether a suggestion ends because the joint probability of its tokens is below the floor. */
export function isBelowConfidence(logProbability: number, floor: number): boolean {
  return Math.exp(logProbability) < floor;
}
