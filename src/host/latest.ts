/** What can call a run off from outside, such as VS Code's CancellationToken. */
interface Cancellable {
  onCancellationRequested(listener: () => void): { dispose(): unknown };
}

/** Runs one thing at a time; a new one aborts the one before. */
export class Latest {
  #controller: AbortController | undefined;

  /** Undefined when this run was aborted, by a newer one, `cancel` or `token`; rejects when `job` fails by itself. */
  async run<T>(job: (signal: AbortSignal) => Promise<T>, token?: Cancellable): Promise<T | undefined> {
    this.cancel();
    const controller = new AbortController();
    this.#controller = controller;
    const listening = token?.onCancellationRequested(() => controller.abort());
    try {
      const result = await job(controller.signal);
      return controller.signal.aborted ? undefined : result;
    } catch (error) {
      if (controller.signal.aborted) return undefined;
      throw error;
    } finally {
      listening?.dispose();
    }
  }

  cancel(): void {
    this.#controller?.abort();
  }
}
