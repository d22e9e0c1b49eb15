import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { readRecord } from './modelRecord.node';
import { sizeOnDisk } from './sizeOnDisk.node';

/** A completely or partly downloaded or made model. */
export interface DownloadedModel {
  /** owner/name */
  readonly id: string;
  /** Bytes on the disk. */
  readonly bytes: number;
  /** Whether all its files are there, so that the model can be used. */
  readonly isWhole: boolean;
  /** Whether it can only count tokens, since its weights were not downloaded. */
  readonly isTokenizer: boolean;
}

/** The models in the folder of downloads, sorted by id. Throws a HubError when the disk refuses. */
export async function downloadedModels(downloads: string): Promise<DownloadedModel[]> {
  const models: DownloadedModel[] = [];
  for (const owner of await subfolders(downloads)) {
    for (const name of await subfolders(path.join(downloads, owner))) {
      const folder = path.join(downloads, owner, name);
      const record = await readRecord(folder).catch(() => undefined);
      const isTokenizer = record !== undefined && !record.files.some((file) => file.path.endsWith('.onnx'));
      const [id, bytes] = [`${owner}/${name}`, await sizeOnDisk(folder)];
      models.push({ id, bytes, isWhole: record !== undefined, isTokenizer });
    }
  }
  return models.filter(({ bytes }) => bytes > 0).sort((a, b) => a.id.localeCompare(b.id));
}

async function subfolders(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}
