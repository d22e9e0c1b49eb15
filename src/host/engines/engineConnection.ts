import type { Engine, EngineInfo, EngineProfile } from '../../engines/engine';
import { EngineError, type EngineErrorKind } from '../../engines/engineError';
import { BackOff, type EngineFailure } from './backOff';
import { guardedEngine } from './guardedEngine';

/** How it stands with the connection to an engine. */
export type ConnectionState =
  /** Nobody has asked it yet. */
  | { readonly kind: 'idle' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'connected'; readonly info: EngineInfo }
  | { readonly kind: 'failing'; readonly failure: EngineFailure };

/** Failures after which the engine may be another one, or have another model. */
const DISCONNECTING: readonly EngineErrorKind[] = ['unreachable', 'key', 'model'];
/** What is wrong with one request only. */
const OF_REQUEST: readonly EngineErrorKind[] = ['too long', 'unable'];

/** Connects with an engine once, when it is asked first, and again after failures, each time later. */
export class EngineConnection {
  readonly profile: EngineProfile;
  readonly #connect: (signal: AbortSignal) => Promise<Engine>;
  readonly #changed: () => void;
  readonly #backOff: BackOff;
  readonly #closing = new AbortController();
  #connecting: Promise<Engine> | undefined;
  #engine: Engine | undefined;
  /** As it was told last; kept over failures. */
  #info: EngineInfo | undefined;

  /**
   * @param connect connects anew
   * @param changed called when `state` is another one
   * @param now milliseconds since 1970
   */
  constructor(
    profile: EngineProfile,
    connect: (signal: AbortSignal) => Promise<Engine>,
    changed: () => void,
    now?: () => number,
  ) {
    this.profile = profile;
    this.#connect = connect;
    this.#changed = changed;
    this.#backOff = new BackOff(now);
  }

  get state(): ConnectionState {
    const { failure } = this.#backOff;
    if (failure) return { kind: 'failing', failure };
    if (this.#engine) return { kind: 'connected', info: this.#engine.info };
    return { kind: this.#connecting ? 'connecting' : 'idle' };
  }

  /** What the engine said of itself when it was connected last. */
  get lastInfo(): EngineInfo | undefined {
    return this.#info;
  }

  /** The engine; rejects at once with the last failure until it is tried again, and while that lasts. */
  async engine(signal: AbortSignal): Promise<Engine> {
    signal.throwIfAborted();
    if (this.#engine) return this.#engine;
    const { failure } = this.#backOff;
    if (this.#connecting && failure) throw failure.error;
    if (!this.#connecting) {
      this.#backOff.begin();
      this.#connecting = this.#connectNow();
    }
    return untilAborted(this.#connecting, signal);
  }

  /** Gives up connecting, and lets nobody have the engine any more. */
  close(): void {
    const { name } = this.profile;
    this.#closing.abort(new EngineError('unreachable', `What is set for ${name} has just changed. Try again.`));
    this.#engine = undefined;
  }

  async #connectNow(): Promise<Engine> {
    const { signal } = this.#closing;
    try {
      // Until it is known that it is connecting.
      await Promise.resolve();
      this.#changed();
      const connected = await this.#connect(signal);
      signal.throwIfAborted();
      this.#info = connected.info;
      this.#engine = guardedEngine(connected, {
        begin: () => this.#backOff.begin(),
        succeeded: () => this.#succeeded(),
        failed: (error) => this.#failed(error),
        givenUp: () => this.#backOff.givenUp(),
      });
      this.#backOff.succeeded();
      return this.#engine;
    } catch (error) {
      signal.throwIfAborted();
      const failure = asEngineError(error);
      this.#backOff.failed(failure);
      throw failure;
    } finally {
      this.#connecting = undefined;
      if (!signal.aborted) this.#changed();
    }
  }

  #succeeded(): void {
    const wasFailing = this.#backOff.failure !== undefined;
    this.#backOff.succeeded();
    if (wasFailing) this.#changed();
  }

  #failed(error: unknown): void {
    const failure = asEngineError(error);
    if (OF_REQUEST.includes(failure.kind)) {
      this.#succeeded();
      return;
    }
    if (DISCONNECTING.includes(failure.kind)) this.#engine = undefined;
    this.#backOff.failed(failure);
    this.#changed();
  }
}

function asEngineError(error: unknown): EngineError {
  return error instanceof EngineError
    ? error
    : new EngineError('failed', error instanceof Error ? error.message : String(error), { cause: error });
}

/** What a promise resolves with, unless `signal` fires before; whoever else waits for it goes on waiting. */
async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop!: () => void;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason as Error);
    signal.addEventListener('abort', stop);
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
