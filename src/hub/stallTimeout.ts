import { HubError } from './hubError';
import { networkAdvice } from './networkErrors';

/**
 * Runs a transfer with a signal that is aborted with a HubError when the transfer has not called `onActivity` for
 * `timeout` milliseconds, and with `signal`'s reason when that is aborted.
 *
 * @param host the host that the message names; it may change after redirects
 */
export async function withStallTimeout<T>(
  signal: AbortSignal,
  timeout: number,
  host: () => string,
  transfer: (signal: AbortSignal, onActivity: () => void) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const abort = () =>
    controller.abort(
      new HubError('network', `${host()} has sent nothing for ${timeout / 1000} seconds. ${networkAdvice(host())}`),
    );
  const timer = setTimeout(abort, timeout);
  try {
    return await transfer(AbortSignal.any([signal, controller.signal]), () => timer.refresh());
  } finally {
    clearTimeout(timer);
  }
}
