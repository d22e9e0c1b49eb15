import { once } from 'node:events';
import http, { type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bodyOf, forward, stopServer } from './httpServer';

/** A request that a FaultServer received. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Whether its answer has ended, however that came. */
  isOver: boolean;
  /** Whether the client closed the connection before the answer was complete. */
  wasCancelled: boolean;
}

/** A request that is being answered. */
export interface FaultyExchange {
  readonly request: SeenRequest;
  readonly response: ServerResponse;
  /** Asks the engine; undefined when the client closed the connection meanwhile. Ours to the engine is closed with the client's. */
  askEngine(): Promise<IncomingMessage | undefined>;
  /** Breaks the connection off. */
  breakOff(how?: 'with a reset'): void;
}

/** Answers in the engine's place, or spoils what it answers. */
export type Fault = (exchange: FaultyExchange) => void | Promise<void>;

interface PlannedFault {
  readonly fault: Fault;
  readonly path: RegExp;
  times: number;
}

/** Passes the engine's answer on as it comes. */
export const passOn: Fault = async ({ response, askEngine }) => {
  const answer = await askEngine();
  if (!answer) return;
  response.writeHead(answer.statusCode!, answer.headers);
  response.flushHeaders();
  for await (const chunk of answer as AsyncIterable<Buffer>) response.write(chunk);
  response.end();
};

/** A proxy in front of an engine, with faults that a test plans. */
export class FaultServer {
  /** All requests so far, in order. */
  readonly requests: SeenRequest[] = [];
  #plan: PlannedFault[] = [];
  #port = 0;
  #server = this.#newServer();
  readonly #engine: string;

  private constructor(engine: string) {
    this.#engine = engine;
  }

  /** @param engine its address */
  static async start(engine: string): Promise<FaultServer> {
    const server = new FaultServer(engine);
    await server.comeBack();
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Injects a fault into the next answers whose path matches, after the faults that were injected before. */
  inject(fault: Fault, { times = 1, path = /./ }: { readonly times?: number; readonly path?: RegExp } = {}): void {
    this.#plan.push({ fault, path, times });
  }

  /** Cancels the faults that are left. */
  clearFaults(): void {
    this.#plan = [];
  }

  /** Nothing answers from now on, and what is being answered breaks off. */
  async die(): Promise<void> {
    for (const request of this.requests) request.isOver = true;
    await stopServer(this.#server);
  }

  /** Answers at the same address again. */
  async comeBack(): Promise<void> {
    this.#server = this.#newServer();
    await once(this.#server.listen(this.#port, '127.0.0.1'), 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    if (this.#server.listening) await stopServer(this.#server);
  }

  #newServer(): http.Server {
    return http.createServer((message, response) => {
      this.#answer(message, response).catch(() => response.destroy());
    });
  }

  async #answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(message);
    const request: SeenRequest = {
      method: message.method!,
      path: message.url!,
      headers: message.headers,
      body: body.toString('utf8'),
      isOver: false,
      wasCancelled: false,
    };
    response.once('close', () => {
      request.wasCancelled = !response.writableFinished && !request.isOver;
      request.isOver = true;
    });
    this.requests.push(request);
    const askEngine = () => forward(this.#engine, message, body, response);
    const breakOff = (how?: 'with a reset') => {
      request.isOver = true;
      if (how) message.socket.resetAndDestroy();
      else response.destroy();
    };
    try {
      await this.#nextFault(request.path)({ request, response, askEngine, breakOff });
    } catch {
      // The engine broke the connection off, and so does this.
      breakOff();
    }
  }

  #nextFault(path: string): Fault {
    const planned = this.#plan.find((each) => each.path.test(path));
    if (!planned) return passOn;
    if (--planned.times === 0) this.#plan = this.#plan.filter((each) => each !== planned);
    return planned.fault;
  }
}
