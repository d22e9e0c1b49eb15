import { errorText } from '../core/errorText';
import { PRIORITIES, type Priority } from './requestPriorities';
import { yieldToEventLoop } from './yieldToEventLoop';

/**
 * Runs one pass of a request that takes several; passes of a higher priority may run in between. Rejects with the signal's
 * reason when the request was aborted.
 */
export type Turn = <T>(pass: () => Promise<T>) => Promise<T>;

/** For who is alone: each pass runs at once. */
export const atOnce: Turn = (pass) => pass();

interface QueuedPass {
  readonly priority: Priority;
  readonly start: () => void;
}

/** For what nobody can cancel. */
export const NEVER_ABORTED = new AbortController().signal;

/**
 * Runs one pass at a time: highest priority first, then first come, first served. A pass aborted in the queue never
 * starts.
 */
export class Scheduler {
  #isBusy = false;
  /** When each request of several passes began that has run its first and not yet its last. */
  readonly #begun = new Set<{ readonly at: number }>();
  /** When the latest pass began. */
  #passBegan = 0;
  readonly #queue: QueuedPass[] = [];
  readonly #afterPass: () => Promise<void>;

  /**
   * @param afterPass runs after a pass and before the next one, but not while a request of `runInTurns` is under way: it
   * may release models. Its failure goes to the standard error, and the next pass runs all the same
   */
  constructor(afterPass: () => Promise<void> = async () => undefined) {
    this.#afterPass = afterPass;
  }

  /** Whether at most one request of several passes is under way: the one whose pass runs. */
  get isAlone(): boolean {
    return this.#begun.size <= 1;
  }

  /** When the oldest request under way began, in milliseconds of performance.now(). */
  get busySince(): number {
    return Math.min(this.#passBegan, ...Array.from(this.#begun, ({ at }) => at));
  }

  /** Runs one pass. Rejects with the signal's reason when it fires before the pass starts. */
  async run<T>(priority: Priority, signal: AbortSignal, pass: () => Promise<T>): Promise<T> {
    await this.#turn(priority);
    this.#passBegan = performance.now();
    try {
      // Let an abort that arrived with the latest messages fire before the pass blocks the thread.
      await yieldToEventLoop();
      signal.throwIfAborted();
      return await pass();
    } finally {
      void this.#finish();
    }
  }

  /** Runs a request of several passes, each in a turn of its own. */
  async runInTurns<T>(priority: Priority, signal: AbortSignal, request: (turn: Turn) => Promise<T>): Promise<T> {
    let begun: { readonly at: number } | undefined;
    const turn: Turn = (pass) =>
      this.run(priority, signal, () => {
        this.#begun.add((begun ??= { at: this.#passBegan }));
        return pass();
      });
    try {
      return await request(turn);
    } finally {
      if (begun) {
        this.#begun.delete(begun);
        // An empty pass, so that the afterPass postponed meanwhile runs before the next request begins.
        void this.run('typing', NEVER_ABORTED, async () => undefined);
      }
    }
  }

  #turn(priority: Priority): Promise<void> {
    return new Promise((start) => {
      this.#queue.push({ priority, start });
      this.#startNext();
    });
  }

  async #finish(): Promise<void> {
    try {
      if (this.#begun.size === 0) await this.#afterPass();
    } catch (error) {
      // The pass has its answer already, so nobody waits for this; unhandled, it would end the process.
      console.error(`Models could not be released: ${errorText(error)}`);
    }
    // The request may take its next turn at once; what is less urgent would slip in.
    await yieldToEventLoop();
    this.#isBusy = false;
    this.#startNext();
  }

  #startNext(): void {
    if (this.#isBusy || this.#queue.length === 0) return;
    this.#queue.sort((a, b) => PRIORITIES.indexOf(a.priority) - PRIORITIES.indexOf(b.priority));
    this.#isBusy = true;
    this.#queue.shift()!.start();
  }
}
