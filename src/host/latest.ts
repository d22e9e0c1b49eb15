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
      return await undefinedWhenAborted(controller.signal, () => job(controller.signal));
    } finally {
      listening?.dispose();
    }
  }

  cancel(): void {
    this.#controller?.abort();
  }
}

/** The job's result; undefined when `signal` fired first. Rejects when the job fails by itself. */
export async function undefinedWhenAborted<T>(signal: AbortSignal, job: () => Promise<T>): Promise<T | undefined> {
  try {
    const result = await job();
    return signal.aborted ? undefined : result;
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}
