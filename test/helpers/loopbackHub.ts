import { createHash } from 'node:crypto';
import { once } from 'node:events';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json, notFound, plain, ranged, send, type Fault, type Plan, type Seen } from './hubAnswer';
import { seeded } from './random';

/** A file that the hub has; a large one (LFS) is served by its second origin. */
export interface Served {
  readonly content: Buffer;
  readonly isLarge: boolean;
}

interface Commit {
  readonly revision: string;
  readonly files: Readonly<Record<string, Served>>;
}

/** Bytes that look like weights, the same each time. */
export function randomBytes(count: number, seed: number): Buffer {
  const random = seeded(seed);
  return Buffer.from(Array.from({ length: count }, () => random() * 256));
}

/** A hub on this machine, and the second origin where it keeps large files; it does what faults tell it to. */
export class LoopbackHub {
  /** All requests so far. */
  readonly requests: Seen[] = [];
  /** Looks on before each answer. */
  onRequest: (seen: Seen) => void = () => {};
  /** Entries of a tree at once. */
  pageSize = 1000;

  readonly #hub = http.createServer(
    (request, response) => void this.#answerHub(request, response).catch(() => response.destroy()),
  );
  readonly #cdn = http.createServer(
    (request, response) => void this.#answerCdn(request, response).catch(() => response.destroy()),
  );
  readonly #commits = new Map<string, Commit[]>();
  readonly #renamed = new Map<string, string>();
  readonly #faults = new Map<string, { fault: Fault; from: 'hub' | 'cdn' | undefined; times: number }[]>();
  /** Faults of redirected requests, by the number in their address. */
  readonly #passedOn: Fault[] = [];

  static async start(): Promise<LoopbackHub> {
    const hub = new LoopbackHub();
    for (const server of [hub.#hub, hub.#cdn]) await once(server.listen(0, '127.0.0.1'), 'listening');
    return hub;
  }

  /** With a path and a slash at its end, as a mirror's may be. */
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

  /** Commits files to a repository, in place of those it had; the new revision. */
  commit(id: string, files: Readonly<Record<string, Served>>): string {
    const commits = this.#commits.get(id) ?? [];
    const names = Object.entries(files).map(([path, { content }]) => `${path} ${sha256(content)}`);
    const revision = sha1(Buffer.from([id, commits.length, ...names].join('\n')));
    this.#commits.set(id, [...commits, { revision, files }]);
    return revision;
  }

  /** From now on there is no such repository. */
  disappear(id: string): void {
    this.#commits.delete(id);
  }

  rename(from: string, to: string): void {
    this.#commits.set(to, this.#commits.get(from)!);
    this.#commits.delete(from);
    this.#renamed.set(from, to);
  }

  /**
   * The next `times` answers for a target of a repository ('revision', 'tree' or a file's path) are changed by a fault;
   * faults that are ordered later wait for their turn.
   *
   * @param from which origin; whichever has the bytes unless named
   */
  order(id: string, target: string, fault: Fault, times = 1, from?: 'hub' | 'cdn'): void {
    const key = `${id} ${target}`;
    this.#faults.set(key, [...(this.#faults.get(key) ?? []), { fault, from, times }]);
  }

  /** Forgets a repository's faults that are still to come. */
  mend(id: string): void {
    for (const key of this.#faults.keys()) if (key.startsWith(`${id} `)) this.#faults.delete(key);
  }

  async #answerHub(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url!, this.endpoint);
    const path = decodeURIComponent(pathname.replace(/^\/mirror\//, ''));
    const [, id = '', kind = '', revision = '', file = ''] =
      /^(?:api\/models\/)?([^/]+\/[^/]+)\/(revision|tree|resolve)\/([^/]+)(?:\/(.+))?$/.exec(path) ?? [];
    const seen = this.#see('hub', id, kind === 'resolve' ? file : kind, request);
    const next = this.#renamed.get(id);
    if (next) return send(response, { ...plain(seen, 307), headers: { location: pathname.replace(id, next) } });
    const commits = this.#commits.get(id);
    const commit = commits?.find((each) => each.revision === revision) ?? (revision === 'main' && commits?.at(-1));
    const plan = commit ? this.#planHub(seen, id, commit, kind, file, searchParams) : notFound(seen, 'RepoNotFound');
    await send(response, this.#faulty(plan, 'hub'));
  }

  #planHub(seen: Seen, id: string, commit: Commit, kind: string, file: string, search: URLSearchParams): Plan {
    if (kind === 'revision') return json(seen, { id, sha: commit.revision });
    if (kind === 'tree') return this.#tree(seen, id, commit, Number(search.get('cursor') ?? 0));
    const served = commit.files[file];
    if (!served) return notFound(seen, 'EntryNotFound');
    const { content, isLarge } = served;
    const headers = { 'x-repo-commit': commit.revision };
    if (!isLarge) return ranged(seen, content, `"${gitSha1(content)}"`, headers);
    const linked = { 'x-linked-etag': `"${sha256(content)}"`, 'x-linked-size': String(content.length) };
    const location = `${this.cdn}/${id}/${commit.revision}/${encodeURIComponent(file)}?signature=1`;
    return { ...plain(seen, 302), content, headers: { ...headers, ...linked, location } };
  }

  #tree(seen: Seen, id: string, { revision, files }: Commit, cursor: number): Plan {
    const entries = [
      { type: 'directory', path: 'onnx', size: 0, oid: sha1(Buffer.of()) },
      ...Object.entries(files).map(entryOf),
    ];
    const next = cursor + this.pageSize;
    // The hub's own address, as a mirror passes it on.
    const link = `<https://huggingface.co/api/models/${id}/tree/${revision}?recursive=true&cursor=${next}>; rel="next"`;
    const plan = json(seen, entries.slice(cursor, next));
    return next < entries.length ? { ...plan, headers: { ...plan.headers, link } } : plan;
  }

  async #answerCdn(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url!, this.cdn);
    const [, owner = '', name = '', revision = '', path = ''] = pathname.split('/').map(decodeURIComponent);
    const seen = this.#see('cdn', `${owner}/${name}`, path, request);
    const served = this.#commits.get(`${owner}/${name}`)?.find((each) => each.revision === revision)?.files[path];
    const plan = served ? ranged(seen, served.content, `"${sha1(served.content)}-1"`, {}) : notFound(seen, 'NoSuchKey');
    const fault = this.#passedOn[Number(searchParams.get('fault') ?? NaN)];
    await send(response, fault ? fault(plan) : plan);
  }

  #see(origin: 'hub' | 'cdn', id: string, target: string, { url, headers }: IncomingMessage): Seen {
    const { range, authorization, 'if-range': ifRange } = headers;
    const seen = { origin, id, target, url: url!, range, authorization, ifRange: ifRange as string | undefined };
    this.requests.push(seen);
    this.onRequest(seen);
    return seen;
  }

  /** Changes the plan as ordered, or has the second origin change its own. */
  #faulty(plan: Plan, origin: 'hub'): Plan {
    const ordered = this.#faults.get(`${plan.seen.id} ${plan.seen.target}`);
    const next = ordered?.[0];
    if (!next) return plan;
    if (--next.times === 0) ordered.shift();
    const { location } = plan.headers;
    if (!location || next.from === origin) return next.fault(plan);
    const number = this.#passedOn.push(next.fault) - 1;
    return { ...plan, headers: { ...plan.headers, location: `${location}&fault=${number}` } };
  }
}

function originOf(server: http.Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function entryOf([path, { content, isLarge }]: [string, Served]): object {
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
