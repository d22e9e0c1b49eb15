import { HubError } from './hubError';
import { hostOf } from './hubTypes';
import type { PartialFile } from './partialFile.node';
import { retry } from './retryTemporaryErrors.node';
import { requestRest, startOver, WrongBytesError, type FileDownload } from './requestMissingBytes';

/**
 * Completes a partial file, with as many requests as needed; returns its SHA-256 in hex. Wrong bytes are discarded and
 * requested once more. Throws a HubError, or the signal's reason.
 */
export async function downloadFile(job: FileDownload, partial: PartialFile): Promise<string> {
  for (let tries = 1; ; tries++) {
    try {
      return await downloadAndVerify(job, partial);
    } catch (error) {
      if (!(error instanceof WrongBytesError)) throw error;
      await startOver(job, partial);
      if (tries === 2) throw wrongContentError(error, job);
    }
  }
}

async function downloadAndVerify(job: FileDownload, partial: PartialFile): Promise<string> {
  let largestSize = partial.size;
  const hasProgressed = () => {
    const isLarger = partial.size > largestSize;
    largestSize = Math.max(largestSize, partial.size);
    return isLarger;
  };
  await retry(() => requestRest(job, partial), job.retryPolicy, job.signal, hasProgressed);
  const sha256 = await partial.finish();
  if (sha256 === undefined) throw new WrongBytesError('the bytes do not have the hash that the list tells');
  return sha256;
}

function wrongContentError(error: WrongBytesError, { hub, repository, file }: FileDownload): HubError {
  return new HubError(
    'content',
    `${hostOf(hub)} sent ${file.path} of ${repository.id} twice with other content than its list of files tells: ` +
      `${error.message}. All of it was discarded. Try again later; if that does not help, a proxy may change the ` +
      'content, or a mirror (leftContext.hub.endpoint) may be out of date.',
    { cause: error },
  );
}
