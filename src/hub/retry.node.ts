import { setTimeout as sleep } from 'node:timers/promises';
import { HubError } from './hubError';
import type { RetryPolicy } from './retryPolicy';

/**
 * Tries again what failed for a reason that may pass, after a pause; throws the last HubError when no pause is left,
 * others at once, and the signal's reason when it is aborted.
 *
 * @param gotFurther whether the last try brought something on: then the pauses begin anew
 */
export async function retry<T>(
  attempt: () => Promise<T>,
  { pauses, longestPause }: RetryPolicy,
  signal: AbortSignal,
  gotFurther = () => false,
): Promise<T> {
  for (let failures = 0; ; failures++) {
    try {
      return await attempt();
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof HubError) || !error.mayPass) throw error;
      if (gotFurther()) failures = 0;
      const pause = pauses[failures];
      if (pause === undefined) throw afterTries(error, failures + 1);
      await wait(Math.min(error.retryAfter ?? pause, longestPause), signal);
    }
  }
}

/** Waits so many milliseconds; throws the signal's reason as soon as it is aborted. */
export async function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => {});
  signal.throwIfAborted();
}

function afterTries(error: HubError, tries: number): HubError {
  if (tries === 1) return error;
  return new HubError(error.kind, `${error.message} (It was tried ${tries} times.)`, { cause: error });
}
