import { smallFilesOf } from '../core/models/smallFilesToDownload';
import { download, type DownloadOptions } from './downloadModelFiles.node';
import { HubError } from './hubError';
import { hostOf, type Hub } from './hubTypes';
import { listRepository } from './listFilesOnHub.node';

/**
 * Downloads the tokenizer of a model, and the small files beside it, into `folder`. Throws a HubError, or the signal's reason.
 *
 * @param id owner/name
 */
export async function downloadTokenizer(hub: Hub, id: string, folder: string, options: DownloadOptions): Promise<void> {
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
