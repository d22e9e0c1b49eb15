import { once } from 'node:events';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What every text goes on with. */
export const CONTINUATION = ['ant', ' of', ' the', ' desk', '.'];

/** A request that the engine got. */
interface Received {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: { readonly prompt?: string };
}

/** A server on this machine that answers as vLLM does, as far as ghost text and counts need it. Every character is a token. */
export class SmallEngine {
  readonly received: Received[] = [];
  /** Where all requests are redirected to; undefined to answer them. */
  redirectTo: string | undefined;
  /** The key that is wanted; undefined for none. */
  key: string | undefined;
  readonly #server = http.createServer((request, response) => void this.#answer(request, response));
  #port = 0;

  static async start(): Promise<SmallEngine> {
    const engine = new SmallEngine();
    await engine.listen();
    return engine;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Starts it, or starts it again at the same address. */
  async listen(): Promise<void> {
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Stops it as a machine that is switched off. */
  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const { url: path = '' } = request;
    const { authorization } = request.headers;
    const body = JSON.parse(text === '' ? '{}' : text) as Received['body'];
    this.received.push({ path, authorization, body });
    const send = (status: number, answer: object) =>
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer));
    if (this.redirectTo !== undefined) response.writeHead(307, { Location: this.redirectTo + path }).end();
    else if (this.key !== undefined && authorization !== `Bearer ${this.key}`) send(401, { error: 'Unauthorized' });
    else if (path === '/v1/models')
      send(200, { data: [{ id: 'owner/tiny-1B', owned_by: 'vllm', max_model_len: 2048 }] });
    else if (path === '/version') send(200, { version: '0.32.0' });
    else if (path === '/tokenize') send(200, tokenized(body.prompt ?? ''));
    else if (path === '/v1/completions') {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      for (const token of CONTINUATION)
        response.write(`data: ${JSON.stringify({ choices: [{ index: 0, text: token }] })}\n\n`);
      response.end('data: [DONE]\n\n');
    } else send(404, { detail: 'Not Found' });
  }
}

function tokenized(prompt: string) {
  const characters = [...prompt];
  return { tokens: characters.map((each) => each.codePointAt(0)!), token_strs: characters };
}
