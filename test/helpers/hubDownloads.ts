import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { download, type DownloadOptions } from '../../src/hub/downloadModelFiles.node';
import type { Hub } from '../../src/hub/hubTypes';
import { listRepository } from '../../src/hub/listFilesOnHub.node';
import type { ModelRecord } from '../../src/hub/modelRecord.node';
import { FILE_RETRIES, type RetryPolicy } from '../../src/hub/downloadTimeoutsAndRetries';
import { randomBytes, type HubFile, type LoopbackHub } from './loopbackHub';
import { verifyFolder } from './verifyFolder';

/** As many retries as for users, with short delays. */
export const QUICK_RETRIES: RetryPolicy = {
  ...FILE_RETRIES,
  retryDelays: [1, 1, 1, 1, 1],
  longestDelay: 5,
  lockPollInterval: 5,
};
export const NO_RETRIES: RetryPolicy = { ...QUICK_RETRIES, retryDelays: [] };

export const TOKEN = 'hf_secret';
/** A signal that is never aborted. */
export const neverAborted = new AbortController().signal;

/** The large file of MODEL. */
export const LARGE_FILE = 'onnx/model.onnx';

/** A model of small files in git and a large one in Git LFS, as on the hub. */
export const MODEL: Readonly<Record<string, HubFile>> = {
  'config.json': { content: randomBytes(2_000, 1), isLarge: false },
  [LARGE_FILE]: { content: randomBytes(120_000, 2), isLarge: true },
  'tokenizer.json': { content: randomBytes(5_000, 3), isLarge: false },
};

/** Size in bytes of a file of MODEL. */
export function sizeOf(file: string): number {
  return MODEL[file]!.content.length;
}

export function hubOf(server: LoopbackHub, changes: Partial<Hub> = {}): Hub {
  return { endpoint: server.endpoint, token: TOKEN, ...changes };
}

/** Lists a model and downloads all its files. */
export async function downloadModel(
  hub: Hub,
  id: string,
  folder: string,
  options: Partial<DownloadOptions> = {},
): Promise<ModelRecord> {
  const { signal = neverAborted, retryPolicy = QUICK_RETRIES } = options;
  const repository = await listRepository(hub, id, signal, retryPolicy);
  return download(hub, repository, repository.files, folder, { ...options, signal, retryPolicy });
}

/** Checks that every final file name in a folder holds a whole file of one of these versions. */
export function checkFinalFiles(folder: string, ...versions: readonly Readonly<Record<string, HubFile>>[]): void {
  for (const name of new Set(versions.flatMap(Object.keys))) {
    const file = path.join(folder, name);
    if (!existsSync(file)) continue;
    const content = readFileSync(file);
    assert.ok(
      versions.some((files) => files[name]?.content.equals(content)),
      `${name} is broken under its final name`,
    );
  }
}

/** Checks that a folder holds all files of a model, a correct record, and nothing else. */
export async function checkComplete(folder: string, files: Readonly<Record<string, HubFile>>): Promise<void> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
  assert.deepEqual(names.sort(), [...Object.keys(files), 'left-context.json'].sort());
  for (const [name, { content }] of Object.entries(files))
    assert.ok(readFileSync(path.join(folder, name)).equals(content), `${name} differs`);
  assert.deepEqual(await verifyFolder(folder, neverAborted), []);
}

/** Bytes of a file's partial; 0 when there is none. */
export function partialSize(folder: string, file: string): number {
  return statSync(path.join(folder, `${file}.partial`), { throwIfNoEntry: false })?.size ?? 0;
}
