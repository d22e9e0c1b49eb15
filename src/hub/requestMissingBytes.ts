import type { DownloadState } from './unfinishedDownloadState.node';
import { httpGet, type HubResponse } from './httpGet';
import { HubError } from './hubError';
import { hostOf, type Hub, type Repository, type RepositoryFile } from './hubTypes';
import { fileUrl } from './hubUrl';
import { networkError } from './networkErrors';
import type { PartialFile } from './partialFile.node';
import type { ProgressMeter } from './downloadProgressMeter';
import type { RetryPolicy } from './downloadTimeoutsAndRetries';
import { withStallTimeout } from './stallTimeout';
import { webPageError } from './webPageInsteadOfData';
import { endpointOf } from './checkHubEndpoint';

/** A file to download, and the state and progress to update. */
export interface FileDownload {
  readonly hub: Hub;
  readonly repository: Repository;
  readonly file: RepositoryFile;
  readonly state: DownloadState;
  readonly meter: ProgressMeter;
  readonly retryPolicy: RetryPolicy;
  readonly signal: AbortSignal;
}

/** The server sent wrong bytes, so the whole file must be requested again. */
export class WrongBytesError extends Error {}

const RANGE_NOT_SATISFIABLE = 416;

/** Sends one request for the missing bytes and appends what arrives to the partial. */
export async function requestRest(job: FileDownload, partial: PartialFile): Promise<void> {
  if (partial.isComplete) return;
  const { hub, repository, file, retryPolicy } = job;
  let host = hostOf(hub);
  await withStallTimeout(
    job.signal,
    retryPolicy.stallTimeout,
    () => host,
    async (signal, onActivity) => {
      const url = fileUrl(hub, repository.id, repository.revision, file.path);
      const request = { hub, id: repository.id, revision: repository.revision, file: file.path };
      const answer = await httpGet(url, request, headersFor(job, partial), signal, [RANGE_NOT_SATISFIABLE]);
      host = answer.host;
      onActivity();
      try {
        await checkHeaders(answer, job, partial);
        await appendBody(answer, job, partial, signal, onActivity);
      } finally {
        await answer.response.body?.cancel().catch(() => {});
      }
    },
  );
}

function headersFor({ hub, file, state }: FileDownload, { size }: PartialFile): Record<string, string> {
  // Ranges and sizes count uncompressed bytes.
  const headers = { 'Accept-Encoding': 'identity' };
  if (size === 0) return headers;
  const etag = state.etagOf(file.path, endpointOf(hub));
  return { ...headers, Range: `bytes=${size}-`, ...(etag === undefined ? {} : { 'If-Range': etag }) };
}

/**
 * Checks that the body continues the partial, or clears the partial when the body is the whole file. Throws a
 * WrongBytesError when the body is neither.
 */
async function checkHeaders({ response, host }: HubResponse, job: FileDownload, partial: PartialFile): Promise<void> {
  const { file, hub, state } = job;
  const { status, headers } = response;
  if (headers.get('content-type')?.startsWith('text/html') && !/\.html?$/i.test(file.path)) throw webPageError(host);
  if (status === RANGE_NOT_SATISFIABLE)
    throw new WrongBytesError(`the server says that the file ends before byte ${partial.size} (${status})`);
  if (status === 200 && partial.size > 0) await startOver(job, partial);
  if (status !== 200 && !isRequestedRange(headers.get('content-range'), partial.size, file.size))
    throw new WrongBytesError(
      `the server sent another part than requested (${status}, ${headers.get('content-range')})`,
    );
  const length = headers.get('content-length');
  const isUncompressed = ['identity', null].includes(headers.get('content-encoding'));
  if (isUncompressed && length !== null && Number(length) !== file.size - partial.size)
    throw new WrongBytesError(`the server announced ${partial.size + Number(length)} bytes, not ${file.size}`);
  const etag = headers.get('etag');
  const version = etag && !etag.startsWith('W/') ? { etag, endpoint: endpointOf(hub) } : undefined;
  await state.setVersion(file.path, version);
}

/** Whether a Content-Range header names bytes `from` to the end of a file of `size` bytes. */
function isRequestedRange(range: string | null, from: number, size: number): boolean {
  const [, first, last, total] = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(range ?? '') ?? [];
  return Number(first) === from && Number(last) === size - 1 && (total === '*' || Number(total) === size);
}

async function appendBody(
  { response, host }: HubResponse,
  { file, meter }: FileDownload,
  partial: PartialFile,
  signal: AbortSignal,
  onActivity: () => void,
): Promise<void> {
  const reader = response.body?.getReader();
  meter.startTransfer();
  try {
    for (;;) {
      const bytes = await readChunk(reader, host, signal);
      if (!bytes) break;
      onActivity();
      if (partial.size + bytes.length > file.size)
        throw new WrongBytesError(`the server sent more than ${file.size} bytes`);
      await partial.append(bytes);
      meter.addReceived(bytes.length);
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

async function readChunk(
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

/** Discards all bytes of a partial. */
export async function startOver({ meter }: FileDownload, partial: PartialFile): Promise<void> {
  meter.addExisting(-partial.size);
  await partial.clear();
}
