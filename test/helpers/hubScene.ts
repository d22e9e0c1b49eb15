import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { download, type DownloadOptions } from '../../src/hub/download.node';
import type { Hub } from '../../src/hub/hubTypes';
import { listRepository } from '../../src/hub/listRepository.node';
import { FILE_RETRIES, type RetryPolicy } from '../../src/hub/retryPolicy';
import type { ModelRecord } from '../../src/hub/modelRecord.node';
import { verifyFolder } from '../../src/hub/verifyFolder.node';
import { randomBytes, type LoopbackHub, type Served } from './loopbackHub';

/** As patient as for users, but without the waiting. */
export const QUICK: RetryPolicy = { ...FILE_RETRIES, pauses: [1, 1, 1, 1, 1], longestPause: 5, lockPoll: 5 };
/** Nothing is tried twice. */
export const HASTY: RetryPolicy = { ...QUICK, pauses: [] };

export const TOKEN = 'hf_secret';
export const never = new AbortController().signal;

/** A model in git and LFS, as they are on the hub. */
export const MODEL: Readonly<Record<string, Served>> = {
  'config.json': { content: randomBytes(2_000, 1), isLarge: false },
  'onnx/model.onnx': { content: randomBytes(120_000, 2), isLarge: true },
  'tokenizer.json': { content: randomBytes(5_000, 3), isLarge: false },
};

export function hubOf(server: LoopbackHub, change: Partial<Hub> = {}): Hub {
  return { endpoint: server.endpoint, token: TOKEN, ...change };
}

/** Lists a model and downloads all of it. */
export async function fetchModel(
  hub: Hub,
  id: string,
  folder: string,
  options: Partial<DownloadOptions> = {},
): Promise<ModelRecord> {
  const { signal = never, patience = QUICK } = options;
  const repository = await listRepository(hub, id, signal, patience);
  return download(hub, repository, repository.files, folder, { ...options, signal, patience });
}

/** Checks that no name in a folder stands for anything but a whole file of these. */
export function checkNames(folder: string, ...versions: readonly Readonly<Record<string, Served>>[]): void {
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

/** Checks that a folder holds a model, all of it, and nothing else. */
export async function checkWhole(folder: string, files: Readonly<Record<string, Served>>): Promise<void> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
  assert.deepEqual(names.sort(), [...Object.keys(files), 'left-context.json'].sort());
  for (const [name, { content }] of Object.entries(files))
    assert.ok(readFileSync(path.join(folder, name)).equals(content), `${name} differs`);
  assert.deepEqual(await verifyFolder(folder, never), []);
}

/** Bytes of a file's partial. */
export function partialSize(folder: string, file: string): number {
  return statSync(path.join(folder, `${file}.partial`), { throwIfNoEntry: false })?.size ?? 0;
}

/** Folders that go when their suite ends. */
export class Folders {
  #root: string | undefined;
  #count = 0;

  /** One that does not exist yet. */
  next(): string {
    this.#root ??= mkdtempSync(path.join(os.tmpdir(), 'left-context-hub-'));
    return path.join(this.#root, `models ${++this.#count}`, 'owner', 'name');
  }

  remove(): void {
    if (this.#root) rmSync(this.#root, { recursive: true, force: true });
  }
}
