import { IncrementalTokens } from '../../core/tokens/incrementalTokens';
import type { Tokens } from '../../core/tokens/tokens';
import type { Turn } from '../scheduler';
import type { Tokenizer } from './tokenizer';

/** For about so long a large text is worked on without a pause. */
const STEP_MS = 50;

/** Says from now on whether there is time left. */
export function sliceTimer(): () => boolean {
  const end = performance.now() + STEP_MS;
  return () => performance.now() < end;
}

/** The tokens of a text, which however large it is keeps nobody waiting. */
export async function encodeInSlices(tokenizer: Tokenizer, text: string, turn: Turn): Promise<Tokens> {
  const held = new IncrementalTokens(tokenizer, text);
  while (!(await turn(() => Promise.resolve(held.settle(sliceTimer())))));
  return held.tokens();
}

/** All that is made one after the other, which however many they are keeps nobody waiting. */
export async function collectInSlices<T>(making: Iterator<T, void>, turn: Turn): Promise<T[]> {
  const made: T[] = [];
  while (!(await turn(() => Promise.resolve(collect(making, made)))));
  return made;
}

/** Whether that was all. */
function collect<T>(making: Iterator<T, void>, made: T[]): boolean {
  const hasTime = sliceTimer();
  do {
    const next = making.next();
    if (next.done) return true;
    made.push(next.value);
  } while (hasTime());
  return false;
}
