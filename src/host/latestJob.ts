/** A source of cancellation, such as VS Code's CancellationToken. */
interface Cancellable {
  onCancellationRequested(listener: () => void): { dispose(): unknown };
}

/** Runs one job at a time; a new job aborts the one before it. */
export class Latest {
  #controller: AbortController | undefined;

  /** The job's result; undefined when a newer job, `cancel` or `token` aborted it. Rejects when the job itself fails. */
  async run<T>(job: (signal: AbortSignal) => Promise<T>, token?: Cancellable): Promise<T | undefined> {
    this.cancel();
    const controller = new AbortController();
    this.#controller = controller;
    const listener = token?.onCancellationRequested(() => controller.abort());
    try {
      return await undefinedWhenAborted(controller.signal, () => job(controller.signal));
    } finally {
      listener?.dispose();
    }
  }

  /** Aborts the running job, if any. */
  cancel(): void {
    this.#controller?.abort();
  }
}

/** The job's result; undefined when `signal` fired first. Rejects when the job itself fails. */
export async function undefinedWhenAborted<T>(signal: AbortSignal, job: () => Promise<T>): Promise<T | undefined> {
  try {
    const result = await job();
    return signal.aborted ? undefined : result;
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}
