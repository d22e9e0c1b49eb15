import { smallFilesOf } from '../core/models/smallFilesToDownload';
import { download, type DownloadOptions } from './downloadModelFiles.node';
import { HubError } from './hubError';
import { hostOf, type Hub } from './hubTypes';
import { listRepository } from './listFilesOnHub.node';
import { readRecord } from './modelRecord.node';
import { DownloadState } from './unfinishedDownloadState.node';

/**
 * Downloads the tokenizer of a model, and the small files beside it, into `folder`. Does nothing when a model is there, which has
 * its tokenizer. Throws a HubError, or the signal's reason.
 *
 * @param id owner/name
 */
export async function downloadTokenizer(hub: Hub, id: string, folder: string, options: DownloadOptions): Promise<void> {
  if (await readRecord(folder)) return;
  // A download of fewer files would throw away what has arrived of the others.
  if ((await DownloadState.read(folder)).paths.length > 0)
    throw new HubError(
      'disk',
      `The download of ${id} is not finished. Finish it with “Left Context Models: Choose Model…”: its tokenizer comes along.`,
    );
  const repository = await listRepository(hub, id, options.signal);
  const files = smallFilesOf(repository.files);
  if (!files)
    throw new HubError(
      'answer',
      `${id} on ${hostOf(hub)} has no tokenizer that Left Context reads (tokenizer.json, tokenizer.model, vocab.txt, or ` +
        'vocab.json with merges.txt). Choose another model.',
    );
  await download(hub, repository, files, folder, options);
}
