import { HubError } from './hubError';
import type { RepositoryFile } from './hubTypes';

/** Throws a HubError when model `id` lacks a file that every model needs besides its graphs. */
export function checkNeededFiles(files: readonly RepositoryFile[], id: string): void {
  for (const required of ['config.json', 'tokenizer.json'])
    if (!files.some(({ path: name }) => name === required))
      throw new HubError('answer', `${id} has no ${required}, so Left Context cannot use it. Choose another model.`);
}
