import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** A request that a LoopbackHub received. */
export interface ReceivedRequest {
  readonly origin: 'hub' | 'cdn';
  /** The repository, owner/name. */
  readonly id: string;
  /** The file's path, or 'revision' or 'tree'. */
  readonly target: string;
  readonly url: string;
  readonly range: string | undefined;
  readonly ifRange: string | undefined;
  readonly authorization: string | undefined;
}

/** A response that the hub is about to send. */
export interface PlannedResponse {
  readonly request: ReceivedRequest;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Offset of the body in the file. */
  readonly start: number;
  /** The whole file. */
  readonly content: Buffer;
  /** Offset in the file at which the connection ends; -1 for before any response. */
  readonly cutAt?: number;
  /** Offset in the file at which sending stops until `until`; -1 for before any response. */
  readonly stopAt?: number;
  readonly until?: Promise<unknown>;
  /** Bytes per write, and milliseconds between two writes. */
  readonly drip?: { readonly bytes: number; readonly every: number };
}

/** Turns a correct response into a faulty one. */
export type Fault = (response: PlannedResponse) => PlannedResponse;

export function plain(request: ReceivedRequest, status: number, text = ''): PlannedResponse {
  const body = Buffer.from(text);
  return { request, status, headers: { 'content-length': String(body.length) }, body, start: 0, content: body };
}

export function json(request: ReceivedRequest, value: unknown): PlannedResponse {
  const response = plain(request, 200, JSON.stringify(value));
  return { ...response, headers: { ...response.headers, 'content-type': 'application/json; charset=utf-8' } };
}

export function notFound(request: ReceivedRequest, code: string): PlannedResponse {
  const response = plain(request, 404, 'Not found');
  return { ...response, headers: { ...response.headers, 'x-error-code': code } };
}

/** The whole file, or the range that was requested. */
export function ranged(
  request: ReceivedRequest,
  content: Buffer,
  etag: string,
  moreHeaders: Record<string, string>,
): PlannedResponse {
  const [, first] = /^bytes=(\d+)-$/.exec(request.range ?? '') ?? [];
  const isPartial = first !== undefined && (request.ifRange ?? etag) === etag;
  const start = isPartial ? Number(first) : 0;
  const body = content.subarray(start);
  const headers = { ...moreHeaders, etag, 'content-type': 'application/octet-stream', 'accept-ranges': 'bytes' };
  const response = { request, content, start, body, headers: { ...headers, 'content-length': String(body.length) } };
  if (!isPartial) return { ...response, status: 200 };
  const { length } = content;
  if (start >= length) return { ...plain(request, 416), headers: { 'content-range': `bytes */${length}` }, content };
  const range = `bytes ${start}-${length - 1}/${length}`;
  return { ...response, status: 206, headers: { ...response.headers, 'content-range': range } };
}

/** Sends a planned response, and breaks the connection where the plan says so. */
export async function send(response: ServerResponse, plan: PlannedResponse): Promise<void> {
  const { cutAt = Infinity, stopAt = Infinity, until, start, body, drip } = plan;
  response.on('error', () => {});
  const { socket } = response;
  if (stopAt < 0) await until;
  if (cutAt < 0) return void socket?.destroy();
  // Without a length, the end of the connection is the end of the body.
  if (!plan.headers['content-length'])
    [response.useChunkedEncodingByDefault, response.shouldKeepAlive] = [false, false];
  response.writeHead(plan.status, { ...plan.headers });
  response.flushHeaders();
  const end = Math.max(0, Math.min(cutAt - start, body.length));
  const pause = Math.max(0, Math.min(stopAt - start, end));
  await write(response, body.subarray(0, pause), drip);
  if (stopAt - start <= end) await until;
  await write(response, body.subarray(pause, end), drip);
  if (cutAt - start > body.length && Number(plan.headers['content-length'] ?? 0) <= body.length)
    return void response.end();
  // fetch discards bytes that arrive together with the end of the connection; real networks rarely send both at once.
  await sleep(10);
  socket?.end();
}

async function write(response: ServerResponse, bytes: Buffer, drip: PlannedResponse['drip']): Promise<void> {
  const step = drip?.bytes ?? Math.max(1, bytes.length);
  for (let at = 0; at < bytes.length && !response.destroyed; at += step) {
    await new Promise<void>((resolve) => response.write(bytes.subarray(at, at + step), () => resolve()));
    if (drip) await sleep(drip.every);
  }
}
