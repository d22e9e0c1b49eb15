import type { EngineError } from '../../engines/engineError';

const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;
/** An engine may ask for more, but not for so much that it looks forgotten. */
const LONGEST_ASKED_MS = 10 * 60_000;

/** A failure, and when the engine is asked again. */
export interface EngineFailure {
  readonly error: EngineError;
  /** In milliseconds since 1970. */
  readonly retryAt: number;
}

/**
 * After a failure, lets no request through for 1, 2, 4 … 60 seconds, or as long as the engine asks for; after that, one trial
 * at a time until one of them succeeds.
 */
export class BackOff {
  readonly #now: () => number;
  #failure: EngineFailure | undefined;
  #pauseMs = 0;
  #isOnTrial = false;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** What went wrong last; undefined once a request has succeeded since. */
  get failure(): EngineFailure | undefined {
    return this.#failure;
  }

  /** Lets a request through, or throws the last failure. Who is let through calls one of the methods below. */
  begin(): void {
    if (!this.#failure) return;
    if (this.#isOnTrial || this.#now() < this.#failure.retryAt) throw this.#failure.error;
    this.#isOnTrial = true;
  }

  succeeded(): void {
    this.#failure = undefined;
    this.#pauseMs = 0;
    this.#isOnTrial = false;
  }

  failed(error: EngineError): void {
    // Requests that were on their way when the first one failed are no further failures.
    const isNews = this.#isOnTrial || !this.#failure || this.#now() >= this.#failure.retryAt;
    this.#isOnTrial = false;
    if (!isNews) return;
    this.#pauseMs = Math.min(LONGEST_MS, this.#pauseMs === 0 ? FIRST_MS : 2 * this.#pauseMs);
    const asked = Math.min(LONGEST_ASKED_MS, error.retryAfter ?? 0);
    this.#failure = { error, retryAt: this.#now() + Math.max(this.#pauseMs, asked) };
  }

  /** The request was given up by who made it, so it says nothing about the engine. */
  givenUp(): void {
    this.#isOnTrial = false;
  }
}
