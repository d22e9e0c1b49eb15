import type * as vscode from 'vscode';
import { download, type DownloadProgress } from '../hub/downloadModelFiles.node';
import { downloadTokenizer } from '../hub/downloadTokenizer.node';
import { downloadFolder, folderOf } from '../hub/downloadLocation.node';
import { downloadedModels, type DownloadedModel } from '../hub/listDownloadedModels.node';
import { hostOf, type Hub } from '../hub/hubTypes';
import { findOffer, type ModelOffer } from '../hub/modelOffer.node';
import { makeModelInFolder, type MakingOptions, type ModelToMake } from '../hub/makeModelInFolder.node';
import { deleteModelFolder } from '../hub/deleteModelFolder.node';
import { hubEndpoint } from './whichHubIsUsed.node';
import { tokenName } from './oneHubTokenPerHost';
import type { OfferedVariant } from '../hub/smallestExportPerPrecision';

export type { DownloadProgress } from '../hub/downloadModelFiles.node';
export type { ModelOffer } from '../hub/modelOffer.node';
export type { OfferedVariant } from '../hub/smallestExportPerPrecision';

/**
 * The downloaded models, and the hub to download more from. Requests run in the extension host, whose fetch uses the
 * user's proxy and certificates.
 */
export class ModelStore {
  readonly #secrets: vscode.SecretStorage;
  /** Where downloaded models are. */
  readonly folder = downloadFolder();

  constructor(secrets: vscode.SecretStorage) {
    this.#secrets = secrets;
  }

  /** Host name of the hub or mirror. */
  get host(): string {
    return hostOf({ endpoint: hubEndpoint() });
  }

  /** The downloaded models, incomplete ones included. */
  list(): Promise<DownloadedModel[]> {
    return downloadedModels(this.folder);
  }

  /** Reads what a model on the hub can do and in which precisions it comes. Downloads no weights. */
  async offer(id: string, signal: AbortSignal): Promise<ModelOffer> {
    return findOffer(await this.#hub(), id, signal);
  }

  /** Downloads one of the offered variants; resolves with true when all files have arrived. */
  async fetch(
    { id, repository }: ModelOffer,
    { files }: OfferedVariant,
    signal: AbortSignal,
    onProgress: (progress: DownloadProgress) => void,
  ): Promise<true> {
    await download(await this.#hub(), repository, files, folderOf(this.folder, id), { signal, onProgress });
    return true;
  }

  /** Downloads the tokenizer of a model without its weights; resolves with true when it has arrived. */
  async fetchTokenizer(
    id: string,
    signal: AbortSignal,
    onProgress: (progress: DownloadProgress) => void,
  ): Promise<true> {
    await downloadTokenizer(await this.#hub(), id, folderOf(this.folder, id), { signal, onProgress });
    return true;
  }

  /** Makes a model from a file, unless it has been made already; resolves with false if it may not replace another one. */
  make(model: ModelToMake, options: MakingOptions): Promise<boolean> {
    return makeModelInFolder(model, folderOf(this.folder, model.id), options);
  }

  /** Deletes a downloaded or made model. Throws when Left Context did not put it there. */
  async remove(id: string): Promise<void> {
    await deleteModelFolder(folderOf(this.folder, id));
  }

  /** Stores an access token for this hub's host; an empty one deletes it. */
  async setToken(token: string): Promise<void> {
    const name = tokenName(this.host);
    if (token === '') await this.#secrets.delete(name);
    else await this.#secrets.store(name, token);
  }

  async #hub(): Promise<Hub> {
    return { endpoint: hubEndpoint(), token: await this.#secrets.get(tokenName(this.host)) };
  }
}
