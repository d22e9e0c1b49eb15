import { smallFilesOf } from '../core/models/smallFilesToDownload';
import { HubError } from './hubError';
import type { RepositoryFile } from './hubTypes';

/** Throws a HubError when model `id` lacks a file that every model needs besides its graphs. */
export function checkNeededFiles(files: readonly RepositoryFile[], id: string): void {
  if (!files.some(({ path }) => path === 'config.json'))
    throw new HubError('answer', `${id} has no config.json, so Left Context cannot use it. Choose another model.`);
  if (!smallFilesOf(files))
    throw new HubError(
      'answer',
      `${id} has no tokenizer that Left Context reads (tokenizer.json, tokenizer.model, vocab.txt, or vocab.json with ` +
        'merges.txt). Choose another model.',
    );
}
