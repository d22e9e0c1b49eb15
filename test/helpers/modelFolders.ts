import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Temporary folders for models, deleted together. */
export class ModelFolders {
  #root: string | undefined;
  #count = 0;

  /** A path that does not exist yet; with a space, as users have them. */
  next(): string {
    this.#root ??= mkdtempSync(path.join(os.tmpdir(), 'left-context-hub-'));
    return path.join(this.#root, `models ${++this.#count}`, 'owner', 'name');
  }

  remove(): void {
    if (this.#root) rmSync(this.#root, { recursive: true, force: true });
  }
}
