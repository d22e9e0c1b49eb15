import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { readRecord } from './modelRecord.node';
import { sizeOnDisk } from './sizeOnDisk.node';

/** A model that was downloaded, or begun to be. */
export interface DownloadedModel {
  /** owner/name */
  readonly id: string;
  /** On the disk. */
  readonly bytes: number;
  /** Whether all of it is there, so that it can be used. */
  readonly isWhole: boolean;
}

/** The models in the folder of downloads, by id. */
export async function downloadedModels(folder: string): Promise<DownloadedModel[]> {
  const found: DownloadedModel[] = [];
  for (const owner of await foldersIn(folder)) {
    for (const name of await foldersIn(path.join(folder, owner))) {
      const place = path.join(folder, owner, name);
      const record = await readRecord(place).catch(() => undefined);
      found.push({ id: `${owner}/${name}`, bytes: await sizeOnDisk(place), isWhole: record !== undefined });
    }
  }
  return found.filter(({ bytes }) => bytes > 0).sort((a, b) => a.id.localeCompare(b.id));
}

/** Where a model's files are. */
export function folderOf(downloaded: string, id: string): string {
  return path.join(downloaded, ...id.split('/'));
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}
