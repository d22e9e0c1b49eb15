import { httpGet, type HubResponse } from './httpGet';
import { webPage } from './httpGetJson.node';
import { hostOf, type Hub, type Repository, type RepositoryFile } from './hubTypes';
import { HubError } from './hubError';
import { endpointOf, fileUrl } from './hubUrl';
import type { PartialFile } from './partialFile.node';
import type { RetryPolicy } from './retryPolicy';
import { retry } from './retry.node';
import type { ProgressMeter } from './progressMeter';
import type { DownloadState } from './downloadState.node';
import { networkError } from './networkErrors';
import { withStallTimeout } from './stallTimeout';

/** A file that is wanted, and who is to know about it. */
export interface FileDownload {
  readonly hub: Hub;
  readonly repository: Repository;
  readonly file: RepositoryFile;
  readonly unfinished: DownloadState;
  readonly meter: ProgressMeter;
  readonly patience: RetryPolicy;
  readonly signal: AbortSignal;
}

/** The bytes that came are of no use: all of them must be asked for anew. */
class UselessBytes extends Error {}

const RANGE_NOT_SATISFIABLE = 416;

/**
 * Brings a partial file to its end, from where it stands, over as many requests as it takes; its SHA-256 in hex. Bytes
 * that turn out to be wrong are thrown away and asked for anew, once. Throws a HubError, or the signal's reason.
 */
export async function downloadFile(wanted: FileDownload, partial: PartialFile): Promise<string> {
  for (let tries = 1; ; tries++) {
    try {
      return await arrive(wanted, partial);
    } catch (error) {
      if (!(error instanceof UselessBytes)) throw error;
      await startOver(wanted, partial);
      if (tries === 2) throw twiceUseless(error, wanted);
    }
  }
}

async function arrive(wanted: FileDownload, partial: PartialFile): Promise<string> {
  let furthest = partial.size;
  const gotFurther = () => {
    const isFurther = partial.size > furthest;
    furthest = Math.max(furthest, partial.size);
    return isFurther;
  };
  await retry(() => transfer(wanted, partial), wanted.patience, wanted.signal, gotFurther);
  const sha256 = await partial.finish();
  if (sha256 === undefined) throw new UselessBytes('its bytes do not hash to what the hub says');
  return sha256;
}

/** One request, and what it brings. */
async function transfer(wanted: FileDownload, partial: PartialFile): Promise<void> {
  if (partial.isComplete) return;
  const { hub, repository, file, patience } = wanted;
  let host = hostOf(hub);
  await withStallTimeout(
    wanted.signal,
    patience.stall,
    () => host,
    async (signal, isAlive) => {
      const url = fileUrl(hub, repository.id, repository.revision, file.path);
      const asked = { hub, id: repository.id, revision: repository.revision, file: file.path };
      const answer = await httpGet(url, asked, headersFor(wanted, partial), signal, [RANGE_NOT_SATISFIABLE]);
      host = answer.host;
      isAlive();
      try {
        await fit(answer, wanted, partial);
        await take(answer, wanted, partial, signal, isAlive);
      } finally {
        await answer.response.body?.cancel().catch(() => {});
      }
    },
  );
}

function headersFor({ hub, file, unfinished }: FileDownload, { size }: PartialFile): Record<string, string> {
  // Compressed bytes could be neither counted nor asked for from the middle.
  const headers = { 'Accept-Encoding': 'identity' };
  if (size === 0) return headers;
  const etag = unfinished.etagOf(file.path, endpointOf(hub));
  return { ...headers, Range: `bytes=${size}-`, ...(etag === undefined ? {} : { 'If-Range': etag }) };
}

/** Sees whether an answer goes on where the partial ends, or begins anew; throws UselessBytes if it does neither. */
async function fit({ response, host }: HubResponse, wanted: FileDownload, partial: PartialFile): Promise<void> {
  const { file, hub, unfinished } = wanted;
  const { status, headers } = response;
  if (headers.get('content-type')?.startsWith('text/html') && !/\.html?$/i.test(file.path)) throw webPage(host);
  if (status === RANGE_NOT_SATISFIABLE) throw new UselessBytes('it is said to end before its end (416)');
  if (status === 200 && partial.size > 0) await startOver(wanted, partial);
  if (status !== 200 && !fitsRange(headers.get('content-range'), partial.size, file.size))
    throw new UselessBytes(`another part came than was asked for (${status}, ${headers.get('content-range')})`);
  const length = headers.get('content-length');
  const isPlain = ['identity', null].includes(headers.get('content-encoding'));
  if (isPlain && length !== null && Number(length) !== file.size - partial.size)
    throw new UselessBytes(`it is said to have ${partial.size + Number(length)} bytes, not ${file.size}`);
  const etag = headers.get('etag');
  const version = etag && !etag.startsWith('W/') ? { etag, endpoint: endpointOf(hub) } : undefined;
  await unfinished.came(file.path, version);
}

/** Whether a Content-Range tells all bytes from `from` on of a file of `size` bytes. */
function fitsRange(range: string | null, from: number, size: number): boolean {
  const [, first, last, total] = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(range ?? '') ?? [];
  return Number(first) === from && Number(last) === size - 1 && (total === '*' || Number(total) === size);
}

async function take(
  { response, host }: HubResponse,
  { file, meter }: FileDownload,
  partial: PartialFile,
  signal: AbortSignal,
  isAlive: () => void,
): Promise<void> {
  const reader = response.body?.getReader();
  meter.begin();
  try {
    for (;;) {
      const bytes = await next(reader, host, signal);
      if (!bytes) break;
      isAlive();
      if (partial.size + bytes.length > file.size) throw new UselessBytes(`more than its ${file.size} bytes came`);
      await partial.append(bytes);
      meter.came(bytes.length);
    }
  } finally {
    reader?.releaseLock();
  }
  if (!partial.isComplete)
    throw new HubError(
      'network',
      `${host} ended ${file.path} after ${partial.size} of ${file.size} bytes. Try again later.`,
    );
}

async function next(
  reader: ReadableStreamDefaultReader<Uint8Array> | undefined,
  host: string,
  signal: AbortSignal,
): Promise<Uint8Array | undefined> {
  signal.throwIfAborted();
  try {
    return (await reader?.read())?.value;
  } catch (error) {
    signal.throwIfAborted();
    throw networkError(error, host);
  }
}

async function startOver({ meter }: FileDownload, partial: PartialFile): Promise<void> {
  meter.found(-partial.size);
  await partial.clear();
}

function twiceUseless(error: UselessBytes, { hub, repository, file }: FileDownload): HubError {
  return new HubError(
    'content',
    `${file.path} of ${repository.id} came twice from ${hostOf(hub)} as something else than its list of files tells: ` +
      `${error.message}. Nothing of it is kept. Try again later; if that does not help, a proxy may change what ` +
      'passes, or a mirror (leftContext.hub.endpoint) be out of date.',
    { cause: error },
  );
}
