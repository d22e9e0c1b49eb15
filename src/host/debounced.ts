/** Runs a job `delayMs` milliseconds after the last call of `schedule`. */
export class Debounced {
  readonly #delayMs: number;
  readonly #job: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(delayMs: number, job: () => void) {
    this.#delayMs = delayMs;
    this.#job = job;
  }

  schedule(): void {
    this.cancel();
    this.#timer = setTimeout(this.#job, this.#delayMs);
  }

  cancel(): void {
    clearTimeout(this.#timer);
  }
}
