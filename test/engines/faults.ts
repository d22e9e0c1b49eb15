import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { bodyOf } from './httpServer';
import { passOn, type Fault, type FaultyExchange } from './faultServer';

const SSE = { 'content-type': 'text/event-stream; charset=utf-8' };
const JSON_TYPE = { 'content-type': 'application/json' };

/** Takes the request, and never answers. */
export const silence: Fault = () => {};

/** Asks the engine only after this many milliseconds. */
export const slowFirstToken =
  (ms: number): Fault =>
  async (exchange) => {
    await sleep(ms);
    await passOn(exchange);
  };

/** Waits this many milliseconds before each piece of the answer. */
export const slowTokens =
  (ms: number): Fault =>
  (exchange) =>
    eachPiece(exchange, async (piece, { response }) => {
      await sleep(ms);
      response.write(piece);
    });

/** Breaks the connection off after this many pieces of the answer, in the middle of the next one. */
export const cutAfter =
  (pieces: number): Fault =>
  async (exchange) => {
    let passed = 0;
    await eachPiece(exchange, async (piece, { response, breakOff }) => {
      if (passed++ < pieces) return void response.write(piece);
      response.write(piece.subarray(0, piece.length >> 1));
      // The bytes are to arrive before the end does.
      await sleep(20);
      breakOff();
    });
  };

/** Sends this many pieces of the answer, and nothing more. */
export const stallAfter =
  (pieces: number): Fault =>
  async (exchange) => {
    let passed = 0;
    await eachPiece(exchange, async (piece, { response }) => {
      if (passed++ < pieces) return void response.write(piece);
      await once(response, 'close');
    });
  };

/** Breaks the connection with a reset, before any answer. */
export const reset: Fault = ({ breakOff }) => breakOff('with a reset');

/** Answers with this status; `body` is sent as JSON unless it is a text. */
export const refuse =
  (status: number, body: unknown = '', headers: Readonly<Record<string, string>> = {}): Fault =>
  ({ response }) => {
    const isText = typeof body === 'string';
    response.writeHead(status, { ...(isText ? { 'content-type': 'text/plain' } : JSON_TYPE), ...headers });
    response.end(isText ? body : JSON.stringify(body));
  };

/** A key that is missing or wrong, as vLLM, llama-server and FastAPI say it. */
export const badKey: Readonly<Record<string, Fault>> = {
  vLLM: refuse(401, { error: 'Unauthorized' }),
  'llama-server': refuse(401, { error: { message: 'Invalid API Key', type: 'authentication_error', code: 401 } }),
  FastAPI: refuse(401, { detail: 'Invalid API key' }),
};

export const noSuchPath = refuse(404, { detail: 'Not Found' });

/** As vLLM says it. */
export const noSuchModel = refuse(404, {
  error: { message: 'The model `other` does not exist.', type: 'NotFoundError', param: 'model', code: 404 },
});

export const tooLarge = refuse(413, 'Request Entity Too Large');

/** A prompt that does not fit, as vLLM, llama-server and OpenAI say it. */
export const tooLong: Readonly<Record<string, Fault>> = {
  vLLM: refuse(400, {
    error: {
      message:
        "You passed 3000 input tokens and requested 1 output tokens. However, the model's context length is only 2048 tokens.",
      type: 'BadRequestError',
      param: 'input_tokens',
      code: 400,
    },
  }),
  'llama-server': refuse(400, {
    error: {
      code: 400,
      message: 'request (3000 tokens) exceeds the available context size (2048 tokens), try increasing it',
      type: 'exceed_context_size_error',
      n_prompt_tokens: 3000,
      n_ctx: 2048,
    },
  }),
  OpenAI: refuse(400, {
    error: { message: 'Too long.', type: 'invalid_request_error', code: 'context_length_exceeded' },
  }),
};

/** @param retryAfter seconds or a date, as HTTP has it */
export const tooMany = (retryAfter?: string): Fault =>
  refuse(
    429,
    { error: { message: 'Rate limit reached', type: 'rate_limit_error' } },
    retryAfter ? { 'retry-after': retryAfter } : {},
  );

export const failed = refuse(500, { error: { message: 'EngineCore died', type: 'InternalServerError', code: 500 } });

export const notReady = refuse(503, { error: { code: 503, message: 'Loading model', type: 'unavailable_error' } });

/** JSON that ends too early. */
export const brokenJson = refuse(200, '{"choices":[{"text":" and', JSON_TYPE);

/** JSON that is an answer to something else. */
export const otherShape = refuse(200, { status: 'ok', choices: 'none' });

/** The login page of a network. */
export const loginPage = refuse(200, '<!DOCTYPE html><title>Welcome to our Wi-Fi</title>', {
  'content-type': 'text/html; charset=utf-8',
});

/** Sends one token after the other for ever, as fast as they are taken. */
export const endlessStream: Fault = ({ response }) => {
  const event = { choices: [{ index: 0, text: ' and' }], content: ' and', stop: false };
  return endless(response, SSE, '', `data: ${JSON.stringify(event)}\n\n`);
};

/** Sends one line that never ends. */
export const endlessLine: Fault = ({ response }) =>
  endless(response, SSE, 'data: {"choices":[{"text":"', 'and '.repeat(4096));

/** Sends JSON of so many bytes. */
export const giganticJson =
  (bytes: number): Fault =>
  ({ response }) =>
    endless(response, JSON_TYPE, '{"choices":[{"text":"', 'and '.repeat(4096), bytes);

/** Sends to another address, with the same method. */
export const redirect =
  (location: string, status = 307): Fault =>
  ({ response }) => {
    response.writeHead(status, { location });
    response.end();
  };

/** Changes the text of the engine's answer. */
export const altered =
  (change: (text: string, exchange: FaultyExchange) => string): Fault =>
  async (exchange) => {
    const answer = await exchange.askEngine();
    if (!answer) return;
    const text = change((await bodyOf(answer)).toString('utf8'), exchange);
    const type = answer.headers['content-type'];
    exchange.response.writeHead(answer.statusCode!, type ? { 'content-type': type } : {});
    exchange.response.end(text);
  };

/** Calls its model otherwise than before. */
export const otherModel = (before: string, now: string): Fault => altered((text) => text.replaceAll(before, now));

async function eachPiece(
  exchange: FaultyExchange,
  handle: (piece: Buffer, exchange: FaultyExchange) => Promise<void>,
): Promise<void> {
  const { response, askEngine } = exchange;
  const answer = await askEngine();
  if (!answer) return;
  response.writeHead(answer.statusCode!, answer.headers);
  response.flushHeaders();
  for await (const piece of answer as AsyncIterable<Buffer>) {
    if (response.destroyed) return;
    await handle(piece, exchange);
  }
  response.end();
}

async function endless(
  response: ServerResponse,
  headers: Readonly<Record<string, string>>,
  beginning: string,
  part: string,
  most = Infinity,
): Promise<void> {
  response.writeHead(200, headers);
  response.write(beginning);
  const closed = once(response, 'close');
  for (let sent = 0; sent < most && !response.destroyed; sent += part.length)
    if (!response.write(part)) await Promise.race([once(response, 'drain'), closed]);
  response.end();
}
