import { setting } from './settings';

const MINUTE_MS = 60_000;

/** Milliseconds without a request after which the inference process ends, which gives all memory back. */
export function idleMs(): number {
  return setting('memory.releaseAfter') * MINUTE_MS;
}
