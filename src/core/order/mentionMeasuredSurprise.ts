import type { WordBits } from '../expectation/needsRightContext';

/** Minimum bits that the right context must explain for the message to mention it. */
const MIN_EXPLAINED_BITS = 2;

/** What the small local models measured; '' unless it confirms that the right context explains the words. */
export function measuredBits(measured: readonly WordBits[]): string {
  const explained = ({ leftBits, bothBits }: WordBits) => leftBits - bothBits;
  const word = [...measured].sort((a, b) => explained(b) - explained(a))[0];
  if (!word || explained(word) < MIN_EXPLAINED_BITS) return '';
  const [left, both] = [word.leftBits.toFixed(1), word.bothBits.toFixed(1)];
  return ` It surprises small local models from the left (${left} bits), and less so once they see what comes later (${both}).`;
}
