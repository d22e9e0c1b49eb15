import { env } from '@xenova/transformers';

/** Keeps transformers.js from fetching files: the process that runs models opens no connection. */
export function neverDownloadModels(): void {
  env.allowRemoteModels = false;
}
