import type { WordBits } from '../expectation/needsRightContext';
import type { OrderFinding } from './orderFindingTypes';
import { measuredBits } from './mentionMeasuredSurprise';

const READER = 'a model that reads from left to right';

/**
 * Says what is out of order, and why that matters to a model that reads from left to right.
 *
 * @param later line of the part that should come earlier, from 1; undefined when it is not known
 * @param measured surprise of the words in question, from the left and from both sides
 */
export function orderMessage(
  text: string,
  { kind, start, end }: OrderFinding,
  later: number | undefined,
  measured: readonly WordBits[],
): string {
  const words = `“${text.slice(start, end).replace(/\s+/g, ' ').slice(0, 60)}”`;
  const line = later === undefined ? 'further on' : `in line ${later}`;
  switch (kind) {
    case 'forward-reference':
      return `${words} refers to text ${line}: ${READER} has not read that text yet.${measuredBits(measured)}`;
    case 'nothing-follows':
      return `${words} announces something that does not follow. A model continues as if it were there.`;
    case 'late-introduction':
      return `${words} is introduced only ${line}: ${READER} meets it without knowing what it is.${measuredBits(measured)}`;
    case 'late-instruction':
      return `This instruction comes after the text that it applies to: ${READER} read that text without knowing what to do with it.`;
    case 'past-window':
      return 'This instruction is behind the token limit: the model never reads it.';
  }
}
