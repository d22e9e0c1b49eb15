import { HubError } from './hubError';
import { networkAdvice } from './networkErrors';

/**
 * Runs a transfer that must not stand still: its signal is aborted with a HubError when `isAlive` has not been called
 * for `stall` milliseconds, and with `signal`'s reason when that is aborted.
 *
 * @param host that is to blame when it stands still
 */
export async function withStallTimeout<T>(
  signal: AbortSignal,
  stall: number,
  host: () => string,
  run: (signal: AbortSignal, isAlive: () => void) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const giveUp = () =>
    controller.abort(
      new HubError('network', `${host()} has sent nothing for ${stall / 1000} seconds. ${networkAdvice(host())}`),
    );
  const timer = setTimeout(giveUp, stall);
  try {
    return await run(AbortSignal.any([signal, controller.signal]), () => timer.refresh());
  } finally {
    clearTimeout(timer);
  }
}
