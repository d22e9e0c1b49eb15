import { setTimeout as sleep } from 'node:timers/promises';

/** Results of the cases of one domain. */
export interface FuzzFigures {
  readonly domain: string;
  readonly cases: number;
  /** For each failure its case, its seed and what was wrong: enough to reproduce it. */
  readonly failures: string[];
  readonly longestMs: number;
  readonly longestCase: string;
  /** The cases in which the inference process ended by itself and was started again. */
  readonly crashes?: readonly string[];
}

/** A case that takes longer hangs, in milliseconds. The product's own goal is a tenth of this. */
const HANG_MS = 10_000;

/** Runs cases one after the other, and records which failed and which took longest. */
export class FuzzCases {
  readonly #domain: string;
  readonly #hangMs: number;
  readonly #failures: string[] = [];
  #count = 0;
  #longestMs = 0;
  #longestCase = '';
  #isHung = false;

  constructor(domain: string, hangMs = HANG_MS) {
    this.#domain = domain;
    this.#hangMs = hangMs;
  }

  get figures(): FuzzFigures {
    const [failures, longestMs] = [this.#failures, Math.round(this.#longestMs)];
    return { domain: this.#domain, cases: this.#count, failures, longestMs, longestCase: this.#longestCase };
  }

  /** Whether the latest case hung, and may still be running. */
  get isHung(): boolean {
    return this.#isHung;
  }

  /** @param name says how to run the case again */
  async run(name: string, job: () => unknown): Promise<void> {
    this.#count++;
    const started = performance.now();
    const timer = new AbortController();
    const hang = sleep(this.#hangMs, undefined, { signal: timer.signal }).then(() => {
      throw new Error('there was no answer');
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

/** The beginning of a text for a message, with everything but printable ASCII escaped. */
export function excerptOf(text: string): string {
  const start = JSON.stringify(text.slice(0, 120)).replaceAll(/[^ -~]/g, (unit) => {
    return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return text.length > 120 ? `${start}… (${text.length} units)` : start;
}
