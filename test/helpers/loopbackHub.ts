import { createHash } from 'node:crypto';
import { once } from 'node:events';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  json,
  notFound,
  plain,
  ranged,
  send,
  type Fault,
  type PlannedResponse,
  type ReceivedRequest,
} from './hubResponse';
import { seeded } from './random';

/** A file on the hub. Large files are in Git LFS, on the second origin. */
export interface HubFile {
  readonly content: Buffer;
  readonly isLarge: boolean;
}

interface Commit {
  readonly revision: string;
  readonly files: Readonly<Record<string, HubFile>>;
}

/** Random bytes, reproducible by seed. */
export function randomBytes(count: number, seed: number): Buffer {
  const random = seeded(seed);
  return Buffer.from(Array.from({ length: count }, () => random() * 256));
}

/** A hub on this machine, with a second origin (CDN) for large files. Tests inject faults into its answers. */
export class LoopbackHub {
  /** All requests so far, in order. */
  readonly requests: ReceivedRequest[] = [];
  /** Called before each answer. */
  onRequest: (request: ReceivedRequest) => void = () => {};
  /** Entries per page of a list of files. */
  pageSize = 1000;

  readonly #hub = http.createServer(
    (request, response) => void this.#answerHub(request, response).catch(() => response.destroy()),
  );
  readonly #cdn = http.createServer(
    (request, response) => void this.#answerCdn(request, response).catch(() => response.destroy()),
  );
  readonly #commits = new Map<string, Commit[]>();
  readonly #newIds = new Map<string, string>();
  /** Faults to inject, in order, by repository and target. */
  readonly #faults = new Map<string, { fault: Fault; from: 'hub' | 'cdn' | undefined; times: number }[]>();
  /** Faults for the second origin, by the number in a redirect's address. */
  readonly #cdnFaults: Fault[] = [];

  static async start(): Promise<LoopbackHub> {
    const hub = new LoopbackHub();
    for (const server of [hub.#hub, hub.#cdn]) await once(server.listen(0, '127.0.0.1'), 'listening');
    return hub;
  }

  /** With a path and a trailing slash, as a mirror may have. */
  get endpoint(): string {
    return `${originOf(this.#hub)}/mirror/`;
  }

  get cdn(): string {
    return originOf(this.#cdn);
  }

  async stop(): Promise<void> {
    for (const server of [this.#hub, this.#cdn]) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  /** Replaces a repository's files with a new commit; returns its revision. */
  commit(id: string, files: Readonly<Record<string, HubFile>>): string {
    const commits = this.#commits.get(id) ?? [];
    const names = Object.entries(files).map(([path, { content }]) => `${path} ${sha256(content)}`);
    const revision = sha1(Buffer.from([id, commits.length, ...names].join('\n')));
    this.#commits.set(id, [...commits, { revision, files }]);
    return revision;
  }

  /** Deletes a repository. */
  delete(id: string): void {
    this.#commits.delete(id);
  }

  rename(from: string, to: string): void {
    this.#commits.set(to, this.#commits.get(from)!);
    this.#commits.delete(from);
    this.#newIds.set(from, to);
  }

  /**
   * Injects a fault into the next `times` answers for a target of a repository ('revision', 'tree' or a file's path),
   * after the faults that were injected before.
   *
   * @param from the origin that answers so; by default the one that has the bytes
   */
  inject(id: string, target: string, fault: Fault, times = 1, from?: 'hub' | 'cdn'): void {
    const key = `${id} ${target}`;
    this.#faults.set(key, [...(this.#faults.get(key) ?? []), { fault, from, times }]);
  }

  /** Cancels the remaining faults of a repository. */
  clearFaults(id: string): void {
    for (const key of this.#faults.keys()) if (key.startsWith(`${id} `)) this.#faults.delete(key);
  }

  async #answerHub(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(message.url!, this.endpoint);
    const path = decodeURIComponent(pathname.replace(/^\/mirror\//, ''));
    const [, id = '', kind = '', revision = '', file = ''] =
      /^(?:api\/models\/)?([^/]+\/[^/]+)\/(revision|tree|resolve)\/([^/]+)(?:\/(.+))?$/.exec(path) ?? [];
    const request = this.#receive('hub', id, kind === 'resolve' ? file : kind, message);
    const newId = this.#newIds.get(id);
    if (newId) return send(response, { ...plain(request, 307), headers: { location: pathname.replace(id, newId) } });
    const commits = this.#commits.get(id);
    const commit = commits?.find((each) => each.revision === revision) ?? (revision === 'main' && commits?.at(-1));
    const plan = commit
      ? this.#respond(request, id, commit, kind, file, searchParams)
      : notFound(request, 'RepoNotFound');
    await send(response, this.#withFault(plan));
  }

  #respond(
    request: ReceivedRequest,
    id: string,
    commit: Commit,
    kind: string,
    file: string,
    search: URLSearchParams,
  ): PlannedResponse {
    if (kind === 'revision') return json(request, { id, sha: commit.revision });
    if (kind === 'tree') return this.#listFiles(request, id, commit, Number(search.get('cursor') ?? 0));
    const hubFile = commit.files[file];
    if (!hubFile) return notFound(request, 'EntryNotFound');
    const { content, isLarge } = hubFile;
    const headers = { 'x-repo-commit': commit.revision };
    if (!isLarge) return ranged(request, content, `"${gitSha1(content)}"`, headers);
    const lfsHeaders = { 'x-linked-etag': `"${sha256(content)}"`, 'x-linked-size': String(content.length) };
    const location = `${this.cdn}/${id}/${commit.revision}/${encodeURIComponent(file)}?signature=1`;
    return { ...plain(request, 302), content, headers: { ...headers, ...lfsHeaders, location } };
  }

  #listFiles(request: ReceivedRequest, id: string, { revision, files }: Commit, cursor: number): PlannedResponse {
    const entries = [
      { type: 'directory', path: 'onnx', size: 0, oid: sha1(Buffer.of()) },
      ...Object.entries(files).map(entryOf),
    ];
    const next = cursor + this.pageSize;
    // The hub's own address: mirrors pass it on unchanged.
    const link = `<https://huggingface.co/api/models/${id}/tree/${revision}?recursive=true&cursor=${next}>; rel="next"`;
    const plan = json(request, entries.slice(cursor, next));
    return next < entries.length ? { ...plan, headers: { ...plan.headers, link } } : plan;
  }

  async #answerCdn(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(message.url!, this.cdn);
    const [, owner = '', name = '', revision = '', path = ''] = pathname.split('/').map(decodeURIComponent);
    const request = this.#receive('cdn', `${owner}/${name}`, path, message);
    const file = this.#commits.get(`${owner}/${name}`)?.find((each) => each.revision === revision)?.files[path];
    const plan = file ? ranged(request, file.content, `"${sha1(file.content)}-1"`, {}) : notFound(request, 'NoSuchKey');
    const fault = this.#cdnFaults[Number(searchParams.get('fault') ?? NaN)];
    await send(response, fault ? fault(plan) : plan);
  }

  #receive(origin: 'hub' | 'cdn', id: string, target: string, { url, headers }: IncomingMessage): ReceivedRequest {
    const { range, authorization, 'if-range': ifRange } = headers;
    const request = { origin, id, target, url: url!, range, authorization, ifRange: ifRange as string | undefined };
    this.requests.push(request);
    this.onRequest(request);
    return request;
  }

  /** Applies the next fault, or passes it on to the second origin by the redirect's address. */
  #withFault(plan: PlannedResponse): PlannedResponse {
    const faults = this.#faults.get(`${plan.request.id} ${plan.request.target}`);
    const next = faults?.[0];
    if (!next) return plan;
    if (--next.times === 0) faults.shift();
    const { location } = plan.headers;
    if (!location || next.from === 'hub') return next.fault(plan);
    const number = this.#cdnFaults.push(next.fault) - 1;
    return { ...plan, headers: { ...plan.headers, location: `${location}&fault=${number}` } };
  }
}

function originOf(server: http.Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function entryOf([path, { content, isLarge }]: [string, HubFile]): object {
  const entry = { type: 'file', path, size: content.length };
  if (!isLarge) return { ...entry, oid: gitSha1(content) };
  const pointer = { oid: sha256(content), size: content.length, pointerSize: 134 };
  return { ...entry, oid: sha1(Buffer.from(pointer.oid)), lfs: pointer, xetHash: sha256(Buffer.from(path)) };
}

function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

function sha1(content: Buffer): string {
  return createHash('sha1').update(content).digest('hex');
}

function gitSha1(content: Buffer): string {
  return sha1(Buffer.concat([Buffer.from(`blob ${content.length}\0`), content]));
}
