/** How soon a pass must run: what the writer waits for while typing goes first. */
export type Priority = 'typing' | 'counting' | 'looking';

const ORDER: readonly Priority[] = ['typing', 'counting', 'looking'];

/** Runs one pass of several that belong together; more urgent ones may run in between. */
export type Turn = <T>(pass: () => Promise<T>) => Promise<T>;

interface Waiting {
  readonly urgency: Priority;
  readonly start: () => void;
}

/** One pass at a time, the most urgent first, equally urgent ones in order. A pass that was aborted never starts. */
export class Scheduler {
  #busy = false;
  readonly #waiting: Waiting[] = [];
  readonly #afterPass: () => Promise<void>;

  /** @param afterPass run after each pass, before the next one starts */
  constructor(afterPass: () => Promise<void> = async () => undefined) {
    this.#afterPass = afterPass;
  }

  async run<T>(urgency: Priority, signal: AbortSignal, pass: () => Promise<T>): Promise<T> {
    await this.#turn(urgency);
    try {
      // An abort that came in with the last messages must be seen before the pass takes the thread.
      await new Promise((resolve) => setImmediate(resolve));
      signal.throwIfAborted();
      return await pass();
    } finally {
      void this.#afterPass().finally(() => {
        this.#busy = false;
        this.#next();
      });
    }
  }

  #turn(urgency: Priority): Promise<void> {
    return new Promise((start) => {
      this.#waiting.push({ urgency, start });
      this.#next();
    });
  }

  #next(): void {
    if (this.#busy || this.#waiting.length === 0) return;
    this.#waiting.sort((a, b) => ORDER.indexOf(a.urgency) - ORDER.indexOf(b.urgency));
    this.#busy = true;
    this.#waiting.shift()!.start();
  }
}
