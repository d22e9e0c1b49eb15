/** Runs in a page: sends it mutated copies of the messages that it has received. */
import { seeded } from '../helpers/random';
import { anyOf, mutated } from './mutated';

const received: unknown[] = [];

function listen({ data }: MessageEvent<unknown>): void {
  received.push(data);
}

/** @returns the longest time that the page took for one message, in milliseconds */
function fuzz(cases: number, seed: number): number {
  removeEventListener('message', listen);
  const random = seeded(seed);
  let longest = 0;
  for (let index = 0; index < cases; index++) {
    const data = mutated(anyOf(received, random), random);
    const start = performance.now();
    dispatchEvent(new MessageEvent('message', { data }));
    longest = Math.max(longest, performance.now() - start);
  }
  return longest;
}

addEventListener('message', listen);
Object.assign(window, { fuzz });
