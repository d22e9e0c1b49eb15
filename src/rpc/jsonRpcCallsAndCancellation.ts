import {
  CancellationTokenSource,
  ErrorCodes,
  ProgressType,
  ResponseError,
  type MessageConnection,
} from 'vscode-jsonrpc';

type Method = (request: unknown, signal: AbortSignal, onProgress?: (progress: unknown) => void) => Promise<unknown>;

/**
 * An interface that works across a connection: every method takes one plain object, an AbortSignal and possibly a
 * callback for progress, and returns a promise.
 */
type Callable<T> = {
  [Method in keyof T]: (request: never, signal: AbortSignal, onProgress?: never) => Promise<unknown>;
};

/** Parameters of a call on the wire. */
interface Call {
  readonly request: unknown;
  /** Token of the call's progress notifications; undefined when the caller wants none. */
  readonly progress: number | undefined;
}

const PROGRESS = new ProgressType<unknown>();

/**
 * A proxy for the `T` that the other end of `connection` exposes. Calls reject with the signal's reason when it fires.
 */
export function remote<T extends Callable<T>>(connection: MessageConnection): T {
  let calls = 0;
  const call = async (method: string, ...[request, signal, onProgress]: Parameters<Method>): Promise<unknown> => {
    signal.throwIfAborted();
    const progress = onProgress && ++calls;
    const subscription = onProgress && connection.onProgress(PROGRESS, calls, onProgress);
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
      subscription?.dispose();
    }
  };
  return new Proxy({} as T, {
    get:
      (_, method: string) =>
      (...parameters: Parameters<Method>) =>
        call(method, ...parameters),
  });
}

/** Answers calls from `remote` at the other end with the own methods of `implementation`. */
export function expose<T extends Callable<T>>(connection: MessageConnection, implementation: T): void {
  connection.onRequest(async (name, params, token) => {
    if (!Object.hasOwn(implementation, name)) throw new Error(`There is no method ${name}.`);
    const method = implementation[name as keyof T] as unknown as Method;
    const { request, progress } = (params ?? {}) as Partial<Call>;
    const report = (value: unknown) => void connection.sendProgress(PROGRESS, progress!, value);
    const controller = new AbortController();
    const subscription = token.onCancellationRequested(() => controller.abort());
    // The token of a request that was cancelled in the queue never fires its event.
    if (token.isCancellationRequested) controller.abort();
    try {
      return await method(request, controller.signal, typeof progress === 'number' ? report : undefined);
    } catch (error) {
      // A ResponseError reaches the caller with its message unchanged; others get the method's name in front of it.
      const message = error instanceof Error ? error.message : String(error);
      const data = error instanceof Error && 'data' in error ? error.data : undefined;
      throw new ResponseError(ErrorCodes.InternalError, message, data);
    } finally {
      subscription.dispose();
    }
  });
}
