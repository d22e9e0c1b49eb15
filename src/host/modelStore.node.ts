import type * as vscode from 'vscode';
import { download, type DownloadProgress } from '../hub/download.node';
import { downloadFolder } from '../hub/downloadFolder.node';
import { downloadedModels, folderOf, type DownloadedModel } from '../hub/downloadedModels.node';
import { hostOf, type Hub } from '../hub/hubTypes';
import { findOffer, type ModelOffer, type OfferedVariant } from '../hub/modelOffer.node';
import { deleteModelFolder } from '../hub/deleteModelFolder.node';
import { setting } from './settings';

export type { ModelOffer, OfferedVariant } from '../hub/modelOffer.node';

const STANDARD_ENDPOINT = 'https://huggingface.co';

/**
 * The downloaded models and the hub that more come from. It asks with the editor's own fetch, which knows the user's proxy
 * and certificates.
 */
export class ModelStore {
  readonly #secrets: vscode.SecretStorage;
  readonly folder = downloadFolder();

  constructor(secrets: vscode.SecretStorage) {
    this.#secrets = secrets;
  }

  /** Host of the hub or mirror. */
  get host(): string {
    return hostOf({ endpoint: this.#endpoint });
  }

  list(): Promise<DownloadedModel[]> {
    return downloadedModels(this.folder);
  }

  async offer(id: string, signal: AbortSignal): Promise<ModelOffer> {
    return findOffer(await this.#hub(), id, signal);
  }

  /** Fetches one of the offered variants; true when all of it is there. */
  async fetch(
    { id, repository }: ModelOffer,
    { files }: OfferedVariant,
    signal: AbortSignal,
    onProgress: (progress: DownloadProgress) => void,
  ): Promise<true> {
    await download(await this.#hub(), repository, files, folderOf(this.folder, id), { signal, onProgress });
    return true;
  }

  /** Throws when the model was not downloaded by us. */
  async remove(id: string): Promise<void> {
    await deleteModelFolder(folderOf(this.folder, id));
  }

  /** Keeps a token for this hub's host; an empty one is forgotten. */
  async setToken(token: string): Promise<void> {
    if (token === '') await this.#secrets.delete(this.#tokenName);
    else await this.#secrets.store(this.#tokenName, token);
  }

  async #hub(): Promise<Hub> {
    return { endpoint: this.#endpoint, token: await this.#secrets.get(this.#tokenName) };
  }

  get #endpoint(): string {
    return setting('hub.endpoint').trim() || process.env['HF_ENDPOINT'] || STANDARD_ENDPOINT;
  }

  /** A token is for the host it was made for, and never for a mirror that is set later. */
  get #tokenName(): string {
    return `leftContext.hubToken.${this.host}`;
  }
}
