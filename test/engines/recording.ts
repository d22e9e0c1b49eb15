import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { root } from '../helpers/fixtures';

/** Bytes as a text where they are one, so that a recording can be read. */
type RecordedBytes = string | { readonly base64: string };

/** One request to a real engine, and its answer. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  /** Undefined when the client closed the connection before an answer came. */
  readonly status?: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The answer's body as it came, piece by piece. */
  readonly chunks: readonly RecordedBytes[];
  /** Whether the client closed the connection before the answer was complete. */
  readonly isCut: boolean;
}

/** Different answers that are kept of one and the same request. */
const MOST_ANSWERS = 3;

export function recordingFile(name: string): string {
  return path.join(root, 'test', 'fixtures', 'engines', `${name}.jsonl.gz`);
}

/** @throws when there is no such file */
export function readRecording(file: string): Exchange[] {
  const lines = gunzipSync(readFileSync(file)).toString('utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Exchange);
}

/** Adds exchanges to those that a file has already, without repetitions. */
export function addToRecording(file: string, exchanges: readonly Exchange[]): void {
  const before = existsSync(file) ? readRecording(file) : [];
  const lines = withoutRepetitions([...before, ...exchanges]).map((exchange) => JSON.stringify(exchange));
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, gzipSync(lines.join('\n'), { level: 9 }));
}

/** What two requests have in common that get the same answer. */
export function requestKey({ method, path, body }: Pick<Exchange, 'method' | 'path' | 'body'>): string {
  return `${method} ${path}\n${body}`;
}

export function recordedBytes(bytes: Buffer): RecordedBytes {
  const text = bytes.toString('utf8');
  return Buffer.from(text).equals(bytes) ? text : { base64: bytes.toString('base64') };
}

export function bytesOf(recorded: RecordedBytes): Buffer {
  return typeof recorded === 'string' ? Buffer.from(recorded) : Buffer.from(recorded.base64, 'base64');
}

/**
 * Of each request the first answers that differ in more than times and ids. Answers that were cut short are left out where a
 * complete one exists: a client can close that one early, too.
 */
export function withoutRepetitions(exchanges: readonly Exchange[]): Exchange[] {
  const complete = new Set(exchanges.filter(({ isCut }) => !isCut).map(requestKey));
  const answered = new Set(exchanges.filter(({ chunks }) => chunks.length > 0).map(requestKey));
  const kept = new Map<string, Set<string>>();
  return exchanges.filter((exchange) => {
    const key = requestKey(exchange);
    if (exchange.isCut && complete.has(key)) return false;
    // The client gave up before the engine answered.
    if (exchange.chunks.length === 0 && answered.has(key)) return false;
    const answers = kept.get(key) ?? new Set();
    kept.set(key, answers);
    const answer = exchange.isCut ? 'cut' : contentOf(exchange);
    if (answers.has(answer) || answers.size === MOST_ANSWERS) return false;
    answers.add(answer);
    return true;
  });
}

/** The answer without what differs each time. */
function contentOf({ status, chunks }: Exchange): string {
  const text = Buffer.concat(chunks.map(bytesOf)).toString('utf8');
  const lasting = text
    .replace(
      /"(id|created|t_\w+|\w+_(ms|second)|id_slot|tokens_cached|tokens_evaluated|cache_n)":\s*("[^"]*"|[\d.e+-]+)/g,
      '',
    )
    // The same computation gives slightly different numbers each time.
    .replace(/-?\d+\.\d+(e-?\d+)?/g, '#');
  return `${status} ${lasting}`;
}
