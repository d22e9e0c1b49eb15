import { countBelow } from '../text/countOffsetsBelow';
import type { Tokens } from './tokenSpans';

/**
 * The last token end at or before `offset` that is inside no other token, because several tokens can share one
 * character; 0 when there is none.
 */
export function tokenEndBefore({ starts, ends }: Tokens, offset: number): number {
  let index = countBelow(ends, offset + 1) - 1;
  while (index >= 0 && index + 1 < starts.length && starts[index + 1]! < ends[index]!) index--;
  return index < 0 ? 0 : ends[index]!;
}

/** The first token start at or behind `offset` that is inside no other token; `offset` when there is none. */
export function tokenStartBehind({ starts, ends }: Tokens, offset: number): number {
  let index = countBelow(starts, offset);
  while (index > 0 && index < starts.length && ends[index - 1]! > starts[index]!) index++;
  return index >= starts.length ? offset : starts[index]!;
}
