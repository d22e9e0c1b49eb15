import { IncrementalTokens } from '../../core/tokens/reencodeEditedBlocks';
import type { Tokens } from '../../core/tokens/tokenSpans';
import type { Turn } from '../requestScheduler';
import type { Tokenizer } from './tokenizer';

/** Length of a time slice, in milliseconds. */
const SLICE_MS = 50;

/** Starts a time slice. The returned function says whether it still lasts. */
export function sliceTimer(): () => boolean {
  const end = performance.now() + SLICE_MS;
  return () => performance.now() < end;
}

/** Tokenizes in 50 ms slices, yielding to more urgent requests. */
export async function encodeInSlices(tokenizer: Tokenizer, text: string, turn: Turn): Promise<Tokens> {
  const held = new IncrementalTokens(tokenizer, text);
  while (!(await turn(() => Promise.resolve(held.settle(sliceTimer())))));
  return held.tokens();
}

/** Runs steps in 50 ms slices, yielding to more urgent requests; the last step's result is remembered by who made them. */
export async function runInSlices(steps: Iterator<void, unknown>, turn: Turn): Promise<void> {
  while (!(await turn(() => Promise.resolve(runSlice(steps)))));
}

function runSlice(steps: Iterator<void, unknown>): boolean {
  const hasTime = sliceTimer();
  do if (steps.next().done) return true;
  while (hasTime());
  return false;
}

/** Collects an iterator's values in 50 ms slices, yielding to more urgent requests. */
export async function collectInSlices<T>(iterator: Iterator<T, void>, turn: Turn): Promise<T[]> {
  const values: T[] = [];
  while (!(await turn(() => Promise.resolve(collectSlice(iterator, values)))));
  return values;
}

/** Adds the values of one time slice. Returns whether the iterator has ended. */
function collectSlice<T>(iterator: Iterator<T, void>, values: T[]): boolean {
  const hasTime = sliceTimer();
  do {
    const next = iterator.next();
    if (next.done) return true;
    values.push(next.value);
  } while (hasTime());
  return false;
}
