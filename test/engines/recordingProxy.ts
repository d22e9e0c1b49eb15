import { once } from 'node:events';
import { existsSync } from 'node:fs';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bodyOf, forward, stopServer } from './httpServer';
import { addToRecording, readRecording, recordedBytes, requestKey, type Exchange } from './recording';
import { replayExchange } from './replayExchange';

/** Headers of an answer that a client may look at. */
const KEPT_HEADERS = ['content-type', 'content-length', 'server', 'retry-after', 'location', 'www-authenticate'];

/**
 * A proxy in front of a real engine, which records what passes. What has been recorded already is not asked again: else an engine
 * that draws tokens by chance would answer otherwise, and the client ask on from there, than when the recording is replayed.
 */
export class RecordingProxy {
  readonly #exchanges: Exchange[] = [];
  readonly #server = http.createServer(
    (request, response) => void this.#pass(request, response).catch(() => response.destroy()),
  );
  readonly #engine: string;
  readonly #file: string;
  /** What the file has already. */
  readonly #before: readonly Exchange[];

  private constructor(engine: string, file: string) {
    this.#engine = engine;
    this.#file = file;
    this.#before = existsSync(file) ? readRecording(file) : [];
  }

  /**
   * @param engine its address
   * @param file to add the recording to
   */
  static async start(engine: string, file: string): Promise<RecordingProxy> {
    const proxy = new RecordingProxy(engine, file);
    await once(proxy.#server.listen(0, '127.0.0.1'), 'listening');
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Stops, and writes the recording. */
  async stop(): Promise<void> {
    await stopServer(this.#server);
    addToRecording(this.#file, this.#exchanges);
  }

  /** The complete answer to the same request. What is asked without sending anything may change with time. */
  #recorded(asked: Pick<Exchange, 'method' | 'path' | 'body'>): Exchange | undefined {
    const key = requestKey(asked);
    const isAnswer = (exchange: Exchange) => !exchange.isCut && requestKey(exchange) === key;
    return asked.method === 'GET' ? undefined : (this.#before.find(isAnswer) ?? this.#exchanges.find(isAnswer));
  }

  async #pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const asked = { method: request.method!, path: request.url!, body: body.toString('utf8') };
    const recorded = this.#recorded(asked);
    if (recorded) return replayExchange(recorded, response);
    const place = this.#exchanges.length;
    const unanswered = { ...asked, headers: {}, chunks: [], isCut: true };
    this.#exchanges.push(unanswered);
    const answer = await forward(this.#engine, request, body, response);
    if (answer === undefined) return;
    const headers = Object.fromEntries(
      KEPT_HEADERS.flatMap((name) =>
        answer.headers[name] === undefined ? [] : [[name, String(answer.headers[name])]],
      ),
    );
    const chunks: Buffer[] = [];
    const record = (isCut: boolean) => {
      this.#exchanges[place] = {
        ...asked,
        status: answer.statusCode!,
        headers,
        chunks: chunks.map(recordedBytes),
        isCut,
      };
    };
    record(true);
    response.writeHead(answer.statusCode!, headers);
    response.flushHeaders();
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      record(true);
      response.write(chunk);
    }
    record(false);
    response.end();
  }
}
