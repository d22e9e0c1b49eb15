import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until a condition holds, for five seconds at most. */
export async function until(condition: () => boolean): Promise<void> {
  const end = Date.now() + 5_000;
  while (!condition() && Date.now() < end) await sleep(5);
}
