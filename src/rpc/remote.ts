import { CancellationTokenSource, type MessageConnection } from 'vscode-jsonrpc';

type Method = (request: unknown, signal: AbortSignal) => Promise<unknown>;

/** An interface whose every method takes one plain object and an AbortSignal, and answers later. */
type Callable<T> = { [Method in keyof T]: (request: never, signal: AbortSignal) => Promise<unknown> };

/** A stand-in for the `T` that the other end of `connection` exposes. Rejects with the signal's reason when it fires. */
export function remote<T extends Callable<T>>(connection: MessageConnection): T {
  const call = async (method: string, request: unknown, signal: AbortSignal): Promise<unknown> => {
    signal.throwIfAborted();
    const cancellation = new CancellationTokenSource();
    const cancel = () => cancellation.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    try {
      const answer = await connection.sendRequest(method, request, cancellation.token);
      signal.throwIfAborted();
      return answer;
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    } finally {
      signal.removeEventListener('abort', cancel);
      cancellation.dispose();
    }
  };
  return new Proxy({} as T, {
    get: (_, method: string) => (request: unknown, signal: AbortSignal) => call(method, request, signal),
  });
}

/** Answers the calls of the other end's `remote` with `implementation`, whose methods must be its own properties. */
export function expose<T extends Callable<T>>(connection: MessageConnection, implementation: T): void {
  connection.onRequest(async (method, params, token) => {
    if (!Object.hasOwn(implementation, method)) throw new Error(`There is no method ${method}.`);
    const answer = implementation[method as keyof T] as unknown as Method;
    const controller = new AbortController();
    const subscription = token.onCancellationRequested(() => controller.abort());
    try {
      return await answer(params, controller.signal);
    } finally {
      subscription.dispose();
    }
  });
}
