import { once } from 'node:events';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { bodyOf, stopServer } from './httpServer';

/** What every text goes on with. No other model writes this. */
export const CONTINUATION = [' as', ' the', ' engine', ' says', '.'];

/** What else could stand at each place. */
const OTHERS = [' and', ' but', ' for', ' in', ' it', ' no', ' of', ' on', ' or', ' to', ' we', ' you'];
/** Natural logarithms of the probability of the likeliest token of a place, of each other listed one, and of all that are not listed. */
const [LIKELY, POSSIBLE, UNLIKELY] = [Math.log(0.9), Math.log(0.1 / OTHERS.length), -12];
/** Time from one token to the next, in milliseconds: a model of ten billion on a fast card. */
const TOKEN_MS = 4;
const CONTEXT_LENGTH = 8192;
export const MODEL = 'owner/word-8B';

interface Asked {
  readonly prompt?: string | readonly number[];
  readonly max_tokens?: number;
  readonly logprobs?: number;
  readonly prompt_logprobs?: number;
}

/**
 * A server on this machine that answers as vLLM does, at once, with what a large model would give: completions, log-probabilities that pass
 * the self-test, and tokens, of which every word is one.
 */
export class WordEngine {
  readonly #tokens: string[] = [];
  readonly #ids = new Map<string, number>();
  readonly #server = http.createServer(
    (request, response) => void this.#answer(request, response).catch(() => response.destroy()),
  );

  static async start(): Promise<WordEngine> {
    const engine = new WordEngine();
    await once(engine.#server.listen(0, '127.0.0.1'), 'listening');
    return engine;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): Promise<void> {
    return stopServer(this.#server);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = (await bodyOf(request)).toString('utf8');
    const asked = JSON.parse(body === '' ? '{}' : body) as Asked;
    const send = (answer: object, status = 200) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    switch (request.url) {
      case '/v1/models':
        return void send({ data: [{ id: MODEL, owned_by: 'vllm', max_model_len: CONTEXT_LENGTH }] });
      case '/version':
        return void send({ version: '0.32.0' });
      case '/tokenize':
        return void send(this.#tokenize(asked));
      case '/v1/completions':
        return asked.prompt_logprobs === undefined ? this.#write(asked, response) : void send(this.#score(asked));
      default:
        return void send({ detail: 'Not Found' }, 404);
    }
  }

  #tokenize({ prompt = '' }: Asked) {
    const strings = String(prompt).match(/ ?[\p{L}\p{N}]+|[^]/gu) ?? [];
    return { tokens: strings.map((token) => this.#idOf(token)), token_strs: strings };
  }

  #score({ prompt, prompt_logprobs: listed }: Asked) {
    const likeliest = distribution(CONTINUATION[0]!, listed!);
    const entry = (token: string, logprob: number, rank: number) =>
      [String(this.#idOf(token)), { logprob, rank, decoded_token: token }] as const;
    const top = likeliest.map(([token, log], index) => entry(token, log, index + 1));
    const places = (prompt as readonly number[]).map((id, index) =>
      index === 0 ? null : Object.fromEntries([entry(this.#tokens[id]!, UNLIKELY, 1000), ...top]),
    );
    return { model: MODEL, choices: [{ index: 0, text: '', prompt_logprobs: places }] };
  }

  async #write({ max_tokens: most, logprobs }: Asked, response: ServerResponse): Promise<void> {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    for (const token of CONTINUATION.slice(0, most)) {
      await sleep(TOKEN_MS);
      const listed = distribution(token, logprobs ?? 0);
      const logs = { tokens: [token], token_logprobs: [LIKELY], top_logprobs: [Object.fromEntries(listed)] };
      const choice = { index: 0, text: token, logprobs: logprobs === undefined ? null : logs };
      response.write(`data: ${JSON.stringify({ model: MODEL, choices: [choice] })}\n\n`);
    }
    response.end('data: [DONE]\n\n');
  }

  #idOf(token: string): number {
    const known = this.#ids.get(token);
    if (known !== undefined) return known;
    this.#ids.set(token, this.#tokens.length);
    return this.#tokens.push(token) - 1;
  }
}

/** The likeliest tokens of a place with their log-probabilities, likeliest first. */
function distribution(likeliest: string, listed: number): (readonly [string, number])[] {
  const all = [[likeliest, LIKELY] as const, ...OTHERS.map((token) => [token, POSSIBLE] as const)];
  return all.slice(0, listed);
}
