import { once } from 'node:events';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bodyOf, stopServer } from './httpServer';
import { readRecording, requestKey, type Exchange } from './recording';
import { replayExchange } from './replayExchange';

/** Status of an answer to a request that was not recorded. */
export const NOT_RECORDED = 599;

/** Answers as a real engine did when its answers were recorded. */
export class ReplayServer {
  /** What was asked and had not been recorded. */
  readonly unknown: string[] = [];
  /** The answers to each request that are left, in order. */
  readonly #answers = new Map<string, Exchange[]>();
  readonly #server = http.createServer(
    (request, response) => void this.#answer(request, response).catch(() => response.destroy()),
  );

  private constructor(exchanges: readonly Exchange[]) {
    for (const exchange of exchanges) {
      const key = requestKey(exchange);
      this.#answers.set(key, [...(this.#answers.get(key) ?? []), exchange]);
    }
  }

  static async start(file: string): Promise<ReplayServer> {
    const server = new ReplayServer(readRecording(file));
    await once(server.#server.listen(0, '127.0.0.1'), 'listening');
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    await stopServer(this.#server);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = { method: request.method!, path: request.url!, body: (await bodyOf(request)).toString('utf8') };
    const answers = this.#answers.get(requestKey(asked));
    if (answers === undefined) return this.#refuse(requestKey(asked), response);
    // The last answer stands for all that follow.
    await replayExchange(answers.length > 1 ? answers.shift()! : answers[0]!, response);
  }

  #refuse(asked: string, response: ServerResponse): void {
    this.unknown.push(asked);
    const advice = 'Record it: npm run test:engines -- --record';
    const message = `This request is not in the recording: ${asked.slice(0, 2000)}\n${advice}`;
    response.writeHead(NOT_RECORDED, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ error: { message, type: 'not_recorded', code: NOT_RECORDED } }));
  }
}
