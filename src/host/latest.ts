/** Runs one thing at a time; a new one aborts the one before. */
export class Latest {
  #controller: AbortController | undefined;

  /** Undefined when the run was aborted, here or by `cancel`; rejects when `job` fails by itself. */
  async run<T>(job: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
    this.cancel();
    const controller = new AbortController();
    this.#controller = controller;
    try {
      const result = await job(controller.signal);
      return controller.signal.aborted ? undefined : result;
    } catch (error) {
      if (controller.signal.aborted) return undefined;
      throw error;
    }
  }

  cancel(): void {
    this.#controller?.abort();
  }
}
