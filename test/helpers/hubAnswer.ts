import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** A request as it came in. */
export interface Seen {
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

/** What is going to be answered. */
export interface Plan {
  readonly seen: Seen;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Where in the file the body begins. */
  readonly start: number;
  /** All of the file, and its name to caches. */
  readonly content: Buffer;
  /** Where in the file the connection ends; -1 for before any answer. */
  readonly cutAt?: number;
  /** Where in the file nothing more comes until `until`; -1 for before any answer. */
  readonly stopAt?: number;
  readonly until?: Promise<unknown>;
  /** Bytes at once, and milliseconds in between. */
  readonly drip?: { readonly bytes: number; readonly every: number };
}

/** Changes an answer for the worse. */
export type Fault = (plan: Plan) => Plan;

export function plain(seen: Seen, status: number, text = ''): Plan {
  const body = Buffer.from(text);
  return { seen, status, headers: { 'content-length': String(body.length) }, body, start: 0, content: body };
}

export function json(seen: Seen, value: unknown): Plan {
  const plan = plain(seen, 200, JSON.stringify(value));
  return { ...plan, headers: { ...plan.headers, 'content-type': 'application/json; charset=utf-8' } };
}

export function notFound(seen: Seen, code: string): Plan {
  const plan = plain(seen, 404, 'Not found');
  return { ...plan, headers: { ...plan.headers, 'x-error-code': code } };
}

/** All of a file, or the end of it that is asked for. */
export function ranged(seen: Seen, content: Buffer, etag: string, more: Record<string, string>): Plan {
  const [, first] = /^bytes=(\d+)-$/.exec(seen.range ?? '') ?? [];
  const isPart = first !== undefined && (seen.ifRange ?? etag) === etag;
  const start = isPart ? Number(first) : 0;
  const body = content.subarray(start);
  const headers = { ...more, etag, 'content-type': 'application/octet-stream', 'accept-ranges': 'bytes' };
  const all = { seen, content, start, body, headers: { ...headers, 'content-length': String(body.length) } };
  if (!isPart) return { ...all, status: 200 };
  const { length } = content;
  if (start >= length) return { ...plain(seen, 416), headers: { 'content-range': `bytes */${length}` }, content };
  const range = `bytes ${start}-${length - 1}/${length}`;
  return { ...all, status: 206, headers: { ...all.headers, 'content-range': range } };
}

/** Answers as planned, and breaks the connection where the plan says so. */
export async function send(response: ServerResponse, plan: Plan): Promise<void> {
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
  // What is on its way mostly arrives before a connection breaks; fetch forgets what comes together with the break.
  await sleep(10);
  socket?.end();
}

async function write(response: ServerResponse, bytes: Buffer, drip: Plan['drip']): Promise<void> {
  const step = drip?.bytes ?? Math.max(1, bytes.length);
  for (let at = 0; at < bytes.length && !response.destroyed; at += step) {
    await new Promise<void>((resolve) => response.write(bytes.subarray(at, at + step), () => resolve()));
    if (drip) await sleep(drip.every);
  }
}
