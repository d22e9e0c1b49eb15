/** Runs in a page: sends it messages like those that it has got, each with something wrong in it. */
import { seeded } from '../helpers/random';
import { anyOf, mutated } from './mutated';

const received: unknown[] = [];

function listen({ data }: MessageEvent<unknown>): void {
  received.push(data);
}

/** @returns milliseconds that the page took for the one that took longest */
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
