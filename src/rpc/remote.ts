import {
  CancellationTokenSource,
  ErrorCodes,
  ProgressType,
  ResponseError,
  type MessageConnection,
} from 'vscode-jsonrpc';

type Method = (request: unknown, signal: AbortSignal, onProgress?: (progress: unknown) => void) => Promise<unknown>;

/**
 * An interface whose every method takes one plain object and an AbortSignal, perhaps a function that hears of progress,
 * and answers later.
 */
type Callable<T> = {
  [Method in keyof T]: (request: never, signal: AbortSignal, onProgress?: never) => Promise<unknown>;
};

/** What crosses for a call: the request, and the number under which its progress is reported, if anyone listens. */
interface Call {
  readonly request: unknown;
  readonly progress: number | undefined;
}

const PROGRESS = new ProgressType<unknown>();

/** A stand-in for the `T` that the other end of `connection` exposes. Rejects with the signal's reason when it fires. */
export function remote<T extends Callable<T>>(connection: MessageConnection): T {
  let calls = 0;
  const call = async (method: string, ...[request, signal, onProgress]: Parameters<Method>): Promise<unknown> => {
    signal.throwIfAborted();
    const progress = onProgress && ++calls;
    const listening = onProgress && connection.onProgress(PROGRESS, calls, onProgress);
    const cancellation = new CancellationTokenSource();
    const cancel = () => cancellation.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    try {
      const answer = await connection.sendRequest(method, { request, progress } satisfies Call, cancellation.token);
      signal.throwIfAborted();
      return answer;
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    } finally {
      signal.removeEventListener('abort', cancel);
      cancellation.dispose();
      listening?.dispose();
    }
  };
  return new Proxy({} as T, {
    get:
      (_, method: string) =>
      (...parameters: Parameters<Method>) =>
        call(method, ...parameters),
  });
}

/** Answers the calls of the other end's `remote` with `implementation`, whose methods must be its own properties. */
export function expose<T extends Callable<T>>(connection: MessageConnection, implementation: T): void {
  connection.onRequest(async (method, params, token) => {
    if (!Object.hasOwn(implementation, method)) throw new Error(`There is no method ${method}.`);
    const answer = implementation[method as keyof T] as unknown as Method;
    const { request, progress } = (params ?? {}) as Partial<Call>;
    const report = (value: unknown) => void connection.sendProgress(PROGRESS, progress!, value);
    const controller = new AbortController();
    const subscription = token.onCancellationRequested(() => controller.abort());
    // A request that was cancelled while it waited in the queue gets a token whose event never fires.
    if (token.isCancellationRequested) controller.abort();
    try {
      return await answer(request, controller.signal, typeof progress === 'number' ? report : undefined);
    } catch (error) {
      // Other errors reach the caller with the method's name in front of what is meant for people.
      const message = error instanceof Error ? error.message : String(error);
      throw new ResponseError(ErrorCodes.InternalError, message);
    } finally {
      subscription.dispose();
    }
  });
}
