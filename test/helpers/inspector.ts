import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';

const ADDRESS = 'http://127.0.0.1:9229/json/list';
const OPENS_WITHIN_MS = 15_000;

type Listener = (parameters: Record<string, unknown>) => void;

interface Answer {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** The part of the inspector protocol that Chromium and Node share. */
export interface Session {
  send(method: string, parameters?: object): Promise<unknown>;
  on(event: string, listener: Listener): unknown;
}

/** Opens a Node process's inspector from outside, calls `look`, and closes it again. One process at a time. */
export async function inspected<T>(pid: number, look: (inspector: Inspector) => Promise<T>): Promise<T> {
  process.kill(pid, 'SIGUSR1');
  const inspector = await Inspector.connect(await address());
  try {
    assert.equal(await inspector.evaluate('process.pid'), pid, 'another process has the inspector’s port');
    return await look(inspector);
  } finally {
    await inspector.end();
  }
}

/** The inspector of a Node process. */
export class Inspector implements Session {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
  readonly #listeners = new Map<string, Listener>();
  #asked = 0;

  static async connect(url: string): Promise<Inspector> {
    const socket = new WebSocket(url, { maxPayload: 0, perMessageDeflate: false });
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    return new Inspector(socket);
  }

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => this.#received(JSON.parse(data.toString()) as Answer));
    socket.on('close', () => this.#waiting.forEach(({ reject }) => reject(new Error('The inspector was closed.'))));
  }

  on(event: string, listener: Listener): void {
    this.#listeners.set(event, listener);
  }

  send(method: string, params: object = {}): Promise<unknown> {
    const id = ++this.#asked;
    const answer = new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    this.#socket.send(JSON.stringify({ id, method, params }));
    return answer;
  }

  /** Evaluates an expression in the process, and returns its value. */
  async evaluate(expression: string): Promise<unknown> {
    const parameters = { expression, returnByValue: true, awaitPromise: true };
    const { result } = (await this.send('Runtime.evaluate', parameters)) as { result: { value: unknown } };
    return result.value;
  }

  /** Closes the port, too, because the next process needs it. */
  async end(): Promise<void> {
    // The connection is closed, so no answer comes.
    this.evaluate('process._debugEnd()').catch(() => undefined);
    const end = performance.now() + OPENS_WITHIN_MS;
    while ((await targets()).length > 0 && performance.now() < end) await sleep(50);
    this.#socket.terminate();
  }

  #received({ id, method, params, result, error }: Answer): void {
    if (method) this.#listeners.get(method)?.(params ?? {});
    if (id === undefined) return;
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error) waiting?.reject(new Error(error.message));
    else waiting?.resolve(result);
  }
}

async function address(): Promise<string> {
  const end = performance.now() + OPENS_WITHIN_MS;
  while (performance.now() < end) {
    const [target] = await targets();
    if (target) return target.webSocketDebuggerUrl;
    await sleep(50);
  }
  throw new Error('The process opens no inspector.');
}

async function targets(): Promise<{ webSocketDebuggerUrl: string }[]> {
  return fetch(ADDRESS).then(
    (response) => response.json() as Promise<{ webSocketDebuggerUrl: string }[]>,
    () => [],
  );
}
