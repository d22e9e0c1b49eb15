import { EngineError } from '../engineError';

/** How long to wait, in milliseconds: for the first bytes of an answer, and for the next ones. */
export interface Patience {
  readonly firstMs: number;
  readonly nextMs: number;
}

/** A signal that aborts with `signal`, or with an EngineError once nothing has come for too long. */
export function abortedOrSlow(signal: AbortSignal, { firstMs, nextMs }: Patience, host: string) {
  const slow = new AbortController();
  const giveUp = (ms: number) => () =>
    slow.abort(
      new EngineError(
        'slow',
        `${host} has sent nothing for ${ms / 1000} seconds. It may be busy, or reading a long prompt for the first time. Wait, or ` +
          'look at its log.',
      ),
    );
  let timer = setTimeout(giveUp(firstMs), firstMs);
  return {
    signal: AbortSignal.any([signal, slow.signal]),
    /** Call when bytes have come. */
    came: () => {
      clearTimeout(timer);
      timer = setTimeout(giveUp(nextMs), nextMs);
    },
    end: () => clearTimeout(timer),
  };
}
