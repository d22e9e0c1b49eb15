import { setTimeout as sleep } from 'node:timers/promises';
import { HubError } from './hubError';
import type { RetryPolicy } from './downloadTimeoutsAndRetries';
import { isTemporary } from './whichErrorsAreRetried';

/**
 * Repeats an attempt after temporary HubErrors, with the delays of the retry policy or those that the server asks for.
 * Throws the last HubError when no delay is left, other errors at once, and the signal's reason when it is aborted.
 *
 * @param hasProgressed whether the last attempt got further than those before it: then the delays start over
 */
export async function retry<T>(
  attempt: () => Promise<T>,
  { retryDelays, longestDelay }: RetryPolicy,
  signal: AbortSignal,
  hasProgressed = () => false,
): Promise<T> {
  for (let failures = 0; ; failures++) {
    try {
      return await attempt();
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof HubError) || !isTemporary(error)) throw error;
      if (hasProgressed()) failures = 0;
      const delay = retryDelays[failures];
      if (delay === undefined) throw withTries(error, failures + 1);
      await wait(Math.min(error.retryAfter ?? delay, longestDelay), signal);
    }
  }
}

/** Waits this many milliseconds; throws the signal's reason as soon as it is aborted. */
export async function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => {});
  signal.throwIfAborted();
}

function withTries(error: HubError, tries: number): HubError {
  if (tries === 1) return error;
  return new HubError(error.kind, `${error.message} (Left Context tried ${tries} times.)`, { cause: error });
}
