/** Why the process ended unexpectedly. */
export type EndReason = 'crash' | 'memory';

/** After this many unexpected ends within a minute, the process is not started again by itself. */
export const MAX_ENDS_PER_MINUTE = 5;

/** Adds the end at `now` to the times of unexpected ends, and leaves out those of more than a minute before. */
export function endsOfLastMinute(ends: readonly number[], now: number): number[] {
  return [...ends.filter((time) => now - time < 60_000), now];
}

/** What a request is told while the process is not started again. */
export const GIVEN_UP: Readonly<Record<EndReason, string>> = {
  crash:
    'The models keep crashing. Run “Left Context Models: Restart Models” to try again, or “Left Context: Show Log” for the cause.',
  memory:
    'The models need more memory than they may use. Choose a smaller model, or change leftContext.memory.limit, then run ' +
    '“Left Context Models: Restart Models”.',
};
