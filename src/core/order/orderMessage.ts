import type { WordBits } from '../expectation/rightContext';
import type { OrderFinding } from './orderFinding';

const READER = 'a model that reads from left to right';
/** Bits that what comes later must explain for it to be said. */
const WORTH_SAYING = 2;

/**
 * What is out of order, and why it matters to a reader who goes from left to right.
 *
 * @param later the line, from 1, of what should come earlier, where that is known
 * @param measured the words in question, from the left and from both sides
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
      return `${words} points to what stands ${line}: ${READER} has not seen it here.${bits(measured)}`;
    case 'nothing-follows':
      return `${words} announces something, and nothing of the kind follows. A model writes on as if it had been there.`;
    case 'late-introduction':
      return `${words} is introduced only ${line}: ${READER} meets it without knowing what it is.${bits(measured)}`;
    case 'late-instruction':
      return `This says what to do with text that has been read already: ${READER} read it without knowing what for.`;
    case 'past-window':
      return 'This instruction stands behind the token limit: the model never reads it.';
  }
}

/** What the small local models measured, where it confirms that what comes later explains the words. */
function bits(measured: readonly WordBits[]): string {
  const most = [...measured].sort((a, b) => b.left - b.both - (a.left - a.both))[0];
  if (!most || most.left - most.both < WORTH_SAYING) return '';
  const [left, both] = [most.left.toFixed(1), most.both.toFixed(1)];
  return ` It surprises small local models from the left (${left} bits), and less so once they see what comes later (${both}).`;
}
