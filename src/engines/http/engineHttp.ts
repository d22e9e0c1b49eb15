import { networkFaultOf } from '../../core/http/networkFault';
import { EngineError } from '../engineError';
import { abortedOrSlow, type Patience } from './abortedOrSlow';
import { boundedChunks } from './boundedChunks';
import { jsonEvents } from './jsonEvents';
import { ASKING, SCORING } from './patience';
import { requestFault } from './requestFault';
import { refusedRedirect, redirectWithinOrigin } from './redirects';
import { statusFault } from './statusFault';

/** How an engine is reached. */
export interface EngineAccess {
  /** Sent to the engine's own origin only. */
  readonly key?: string | undefined;
  /** VS Code's fetch knows proxies and certificates of the user. */
  readonly fetch?: typeof fetch;
}

/** Most bytes of an answer: the tokens of a million characters, or log-probabilities of 32,000 tokens with 20 others each. */
const MAX_BYTES = 16 * 2 ** 20;
const MAX_BYTES_OF_SCORES = 64 * 2 ** 20;
/** Most bytes of an answer that comes in events. */
const MAX_STREAM_BYTES = 16 * 2 ** 20;
const MAX_REDIRECTS = 3;
/** Most UTF-16 code units of an error that are read. */
const MAX_ERROR = 16_384;

/** Sends requests to one engine. All methods throw EngineErrors, or the signal's reason once it aborts. */
export class EngineHttp {
  /** Without a slash at its end. */
  readonly address: string;
  readonly #key: string | undefined;
  readonly #fetch: typeof fetch;

  constructor(address: string, { key, fetch: send = fetch }: EngineAccess) {
    this.address = address;
    this.#key = key;
    this.#fetch = send;
  }

  /** The engine's host with its port, for messages. */
  get host(): string {
    return new URL(this.address).host;
  }

  getJson(path: string, signal: AbortSignal, patience = ASKING): Promise<unknown> {
    return this.#json(path, undefined, signal, patience);
  }

  postJson(path: string, body: object, signal: AbortSignal, patience = ASKING): Promise<unknown> {
    return this.#json(path, body, signal, patience);
  }

  /** The JSON values of an answer that comes in events or lines. Leaving the loop closes the connection. */
  async *postForEvents(path: string, body: object, signal: AbortSignal, patience: Patience): AsyncGenerator<unknown> {
    const waiting = abortedOrSlow(signal, patience, this.host);
    try {
      const response = await this.#send(path, body, waiting.signal);
      const isEvents = /event-stream/.test(response.headers.get('content-type') ?? '');
      for await (const event of jsonEvents(this.#chunks(response, waiting, MAX_STREAM_BYTES), isEvents, this.host))
        yield event;
    } catch (error) {
      throw this.#fault(error, signal, waiting.signal);
    } finally {
      waiting.end();
    }
  }

  async #json(path: string, body: object | undefined, signal: AbortSignal, patience: Patience): Promise<unknown> {
    const waiting = abortedOrSlow(signal, patience, this.host);
    try {
      const response = await this.#send(path, body, waiting.signal);
      let text = '';
      const most = patience === SCORING ? MAX_BYTES_OF_SCORES : MAX_BYTES;
      for await (const chunk of this.#chunks(response, waiting, most)) text += chunk;
      return this.#parsed(text);
    } catch (error) {
      throw this.#fault(error, signal, waiting.signal);
    } finally {
      waiting.end();
    }
  }

  #chunks(response: Response, waiting: { came(): void }, most: number): AsyncGenerator<string> {
    return boundedChunks(response, most, this.host, () => waiting.came());
  }

  async #send(path: string, body: object | undefined, signal: AbortSignal): Promise<Response> {
    let url = new URL(this.address + path);
    const { origin } = url;
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      const response = await this.#fetchOnceMore(url, body, signal);
      if (response.ok) return response;
      const next = redirectWithinOrigin(url, response, origin);
      if (!next) throw await this.#statusFault(response, path, signal);
      // An unread body would keep the connection open.
      await response.body?.cancel().catch(() => {});
      url = next;
    }
    throw refusedRedirect(this.host, 'to itself again and again');
  }

  /**
   * Servers close connections that were idle for some seconds, or had some hundred requests; a request that meets this is sent once
   * more. None changes anything there.
   */
  async #fetchOnceMore(url: URL, body: object | undefined, signal: AbortSignal): Promise<Response> {
    try {
      return await this.#fetchOnce(url, body, signal);
    } catch (error) {
      if (signal.aborted || networkFaultOf(error).fault !== 'broken') throw error;
      return this.#fetchOnce(url, body, signal);
    }
  }

  #fetchOnce(url: URL, body: object | undefined, signal: AbortSignal): Promise<Response> {
    return this.#fetch(url, {
      method: body ? 'POST' : 'GET',
      headers: {
        ...(body ? { 'Content-Type': 'application/json' } : {}),
        ...(this.#key ? { Authorization: `Bearer ${this.#key}` } : {}),
      },
      ...(body ? { body: JSON.stringify(body, wellFormed) } : {}),
      signal,
      redirect: 'manual',
    });
  }

  async #statusFault(response: Response, path: string, signal: AbortSignal): Promise<EngineError> {
    let text = '';
    for await (const chunk of boundedChunks(response, MAX_ERROR, this.host, () => signal.throwIfAborted(), true))
      text += chunk;
    return statusFault(response, text, this.host, path, this.#key !== undefined);
  }

  #parsed(text: string): unknown {
    try {
      return JSON.parse(text);
    } catch (error) {
      const isPage = /^\s*<(!doctype|html)/i.test(text);
      throw new EngineError(
        'answer',
        `${this.host} answered with ${isPage ? 'a web page' : 'something that is no JSON'}. Check that an engine answers at ` +
          `${this.address}, and no proxy or login page.`,
        { cause: error },
      );
    }
  }

  #fault(error: unknown, signal: AbortSignal, waiting: AbortSignal): unknown {
    if (signal.aborted) return signal.reason;
    if (waiting.aborted) return waiting.reason;
    return error instanceof EngineError ? error : requestFault(error, this.host);
  }
}

/** A lone surrogate is no text for an engine. What takes its place is as long. */
function wellFormed(_: string, value: unknown): unknown {
  return typeof value === 'string' ? value.replace(/\p{Surrogate}/gu, '\ufffd') : value;
}
