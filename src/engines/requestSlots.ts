import { EngineError } from './engineError';

/** What a request is for: ghost text is the most urgent, then counts, then lenses. */
export type Urgency = 'typing' | 'counting' | 'viewing';

/** Most requests that an engine works on for one window. */
const SLOTS = 2;
/** Most requests that wait. */
const MAX_WAITING = 32;
const ORDER: Readonly<Record<Urgency, number>> = { typing: 0, counting: 1, viewing: 2 };

interface Waiting {
  readonly urgency: Urgency;
  start(): void;
  drop(): void;
}

/**
 * Lets two requests run at a time, the most urgent first, and of these the newest. Lenses leave a slot free for ghost text. Of those
 * that wait, the oldest are dropped when there are too many.
 */
export class RequestSlots {
  readonly #running: Urgency[] = [];
  /** The newest last. */
  readonly #waiting: Waiting[] = [];

  /** Waits for a slot. Call what it resolves with when the request is over. */
  take(urgency: Urgency, signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const leave = () => {
        const place = this.#waiting.indexOf(waiting);
        if (place >= 0) this.#waiting.splice(place, 1);
        signal.removeEventListener('abort', abort);
      };
      const abort = () => {
        leave();
        reject(signal.reason as Error);
      };
      const waiting: Waiting = {
        urgency,
        start: () => {
          leave();
          this.#running.push(urgency);
          resolve(this.#release(urgency));
        },
        drop: () => {
          leave();
          reject(new EngineError('busy', 'Newer requests to the engine took the place of this one. Try again.'));
        },
      };
      signal.addEventListener('abort', abort);
      this.#waiting.push(waiting);
      this.#startNext();
      if (this.#waiting.length > MAX_WAITING) this.#waiting[0]!.drop();
    });
  }

  #release(urgency: Urgency): () => void {
    let isReleased = false;
    return () => {
      if (isReleased) return;
      isReleased = true;
      this.#running.splice(this.#running.indexOf(urgency), 1);
      this.#startNext();
    };
  }

  #startNext(): void {
    for (;;) {
      const possible = this.#waiting.filter(({ urgency }) => this.#hasSlotFor(urgency));
      if (possible.length === 0) return;
      // Of equal ones, the last is the newest.
      possible.reduce((best, each) => (ORDER[each.urgency] <= ORDER[best.urgency] ? each : best)).start();
    }
  }

  #hasSlotFor(urgency: Urgency): boolean {
    if (this.#running.length >= SLOTS) return false;
    return urgency !== 'viewing' || !this.#running.includes('viewing');
  }
}
