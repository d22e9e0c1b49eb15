import { setTimeout as sleep } from 'node:timers/promises';

/** What came of the cases of one domain. */
export interface FuzzFigures {
  readonly what: string;
  readonly cases: number;
  /** What is needed to see each failure again: its case, its seed, what was wrong. */
  readonly failures: string[];
  readonly longestMs: number;
  readonly longestCase: string;
  /** The cases in which the process that is asked ended by itself and was started again. */
  readonly deaths?: readonly string[];
}

/** A case that takes longer hangs. The product's own goal is a tenth of this. */
const HANG_MS = 10_000;

/** Plays cases one after the other, and notes which failed and which took longest. */
export class Cases {
  readonly #what: string;
  readonly #hangMs: number;
  readonly #failures: string[] = [];
  #count = 0;
  #longestMs = 0;
  #longestCase = '';
  #isHung = false;

  constructor(what: string, hangMs = HANG_MS) {
    this.#what = what;
    this.#hangMs = hangMs;
  }

  get figures(): FuzzFigures {
    const [failures, longestMs] = [this.#failures, Math.round(this.#longestMs)];
    return { what: this.#what, cases: this.#count, failures, longestMs, longestCase: this.#longestCase };
  }

  /** Whether the latest case hung, and may do so still. */
  get isHung(): boolean {
    return this.#isHung;
  }

  /** @param name tells how to play the case again */
  async play(name: string, job: () => unknown): Promise<void> {
    this.#count++;
    const started = performance.now();
    const timer = new AbortController();
    const hang = sleep(this.#hangMs, undefined, { signal: timer.signal }).then(() => {
      throw new Error('no answer came');
    });
    hang.catch(() => undefined);
    try {
      await Promise.race([job(), hang]);
    } catch (error) {
      this.#failures.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
    timer.abort();
    const took = performance.now() - started;
    this.#isHung = took >= this.#hangMs;
    if (this.#isHung) this.#failures.push(`${name}: took ${Math.round(took)} ms`);
    if (took <= this.#longestMs) return;
    [this.#longestMs, this.#longestCase] = [took, name];
  }
}

/** A text for a message: its beginning, with everything that is not plain ASCII escaped. */
export function shortly(text: string): string {
  const start = JSON.stringify(text.slice(0, 120)).replaceAll(/[^ -~]/g, (unit) => {
    return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return text.length > 120 ? `${start}… (${text.length} units)` : start;
}
