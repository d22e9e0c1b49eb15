import { availableParallelism } from 'node:os';

/** Threads that a model may use: as many as the setting says; half of the cores for 0. */
export function threadCount(threads: number): number {
  return threads || Math.max(1, availableParallelism() >> 1);
}
