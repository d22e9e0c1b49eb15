import { constants } from 'node:fs';
import { lstat, mkdir, open, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { ContentHash, type ExpectedContent } from './contentHash.node';
import { withFsErrors } from './diskErrors';

/** Bytes per read. */
const CHUNK_BYTES = 1 << 20;

/** Where a file's bytes are collected until it is complete and correct: `<file>.partial`. */
export function partialPath(file: string): string {
  return `${file}.partial`;
}

/** A partly downloaded file, hashed as it grows. Its methods throw a HubError when the disk refuses. */
export class PartialFile {
  readonly #path: string;
  readonly #handle: FileHandle;
  readonly #expected: ExpectedContent;
  #hash: ContentHash;
  #size = 0;

  /** Opens or creates the partial of `file`. Existing bytes count after resume() only. */
  static async open(file: string, expected: ExpectedContent): Promise<PartialFile> {
    const partial = partialPath(file);
    return withFsErrors(partial, async () => {
      await mkdir(path.dirname(partial), { recursive: true });
      const stats = await lstat(partial).catch(() => undefined);
      // Downloads make no links or pipes, and must not write through one.
      if (stats && !stats.isFile() && !stats.isDirectory()) await rm(partial);
      // Undefined on Windows, where few users may create links.
      const noFollow = constants.O_NOFOLLOW ?? 0;
      const handle = await open(partial, constants.O_RDWR | constants.O_CREAT | noFollow);
      return new PartialFile(partial, handle, expected);
    });
  }

  private constructor(path: string, handle: FileHandle, expected: ExpectedContent) {
    this.#path = path;
    this.#handle = handle;
    this.#expected = expected;
    this.#hash = new ContentHash(expected);
  }

  /** Number of bytes received, from the file's start. */
  get size(): number {
    return this.#size;
  }

  get isComplete(): boolean {
    return this.#size === this.#expected.size;
  }

  /** Reads and hashes the bytes of an earlier try, or discards them when they are more than the file has. */
  async resume(signal: AbortSignal, onBytes: (count: number) => void): Promise<void> {
    await withFsErrors(this.#path, async () => {
      if ((await this.#handle.stat()).size > this.#expected.size) return this.#handle.truncate(0);
      const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
      for (;;) {
        signal.throwIfAborted();
        const { bytesRead } = await this.#handle.read(buffer, 0, CHUNK_BYTES, this.#size);
        if (bytesRead === 0) return;
        this.#count(buffer.subarray(0, bytesRead));
        onBytes(bytesRead);
      }
    });
  }

  async append(bytes: Uint8Array): Promise<void> {
    await withFsErrors(this.#path, async () => {
      for (let written = 0; written < bytes.length;) {
        const { bytesWritten } = await this.#handle.write(bytes, written, bytes.length - written, this.#size + written);
        written += bytesWritten;
      }
      this.#count(bytes);
    });
  }

  /** Discards all bytes. */
  async clear(): Promise<void> {
    this.#size = 0;
    this.#hash = new ContentHash(this.#expected);
    await withFsErrors(this.#path, () => this.#handle.truncate(0));
  }

  /** Syncs a correct file to the disk; returns its SHA-256 in hex, or undefined when its content is wrong. */
  async finish(): Promise<string | undefined> {
    const sha256 = this.#hash.finish();
    if (sha256 !== undefined) await withFsErrors(this.#path, () => this.#handle.sync());
    return sha256;
  }

  /** Closes the partial, and deletes it when it is empty. */
  async close(): Promise<void> {
    const isEmpty = this.#expected.size > 0 && (await this.#handle.stat()).size === 0;
    await this.#handle.close();
    if (isEmpty) await rm(this.#path, { force: true });
  }

  #count(bytes: Uint8Array): void {
    this.#hash.update(bytes);
    this.#size += bytes.length;
  }
}
