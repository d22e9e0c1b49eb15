import { DEEPEST_MATCH } from './contextIndex';
import { keepSomeLengths } from './keepSomeLengths';
import { countNext, type MemoryMatch } from './memoryMatch';

/** What followed some ends of a context that occur in it before, the longest first, `most` at most. */
export function matchesInContext(context: Int32Array, most: number): MemoryMatch[] {
  /** What followed ends of exactly so many tokens. */
  const next: number[][] = [];
  for (let position = 1; position < context.length; position++) {
    let length = 0;
    while (length < Math.min(position, DEEPEST_MATCH) && isSame(context, position, length)) length++;
    if (length > 0) (next[length] ??= []).push(context[position]!);
  }
  const some = keepSomeLengths(next.length - 1, (length) => next.slice(length).flat(), most);
  return some.map(({ length, occurrences }) => ({ ...countNext(occurrences), length, near: 1, isOwn: true }));
}

/** Whether the token so many before a position, and the next one, is that at the end of the context. */
function isSame(context: Int32Array, position: number, back: number): boolean {
  return context[position - 1 - back] === context[context.length - 1 - back];
}
