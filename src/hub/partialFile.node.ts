import { constants } from 'node:fs';
import { lstat, mkdir, open, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { ContentHash, type Known } from './contentHash.node';
import { withFsErrors } from './fsErrors';

const CHUNK = 1 << 20;

/** Where the bytes of a file are gathered until all are there and right: `<file>.partial`. */
export function partialOf(file: string): string {
  return `${file}.partial`;
}

/** A file on its way, hashed as it grows. Its methods throw a HubError when the disk refuses. */
export class PartialFile {
  readonly #path: string;
  readonly #handle: FileHandle;
  readonly #known: Known;
  #hash: ContentHash;
  #size = 0;

  /** Opens the partial of `file`, or makes one. Nothing of it counts until it is read back. */
  static async open(file: string, known: Known): Promise<PartialFile> {
    const partial = partialOf(file);
    return withFsErrors(partial, async () => {
      await mkdir(path.dirname(partial), { recursive: true });
      const found = await lstat(partial).catch(() => undefined);
      // A link or a pipe under this name is not of our making, and writing would go through it.
      if (found && !found.isFile() && !found.isDirectory()) await rm(partial);
      // Not there on Windows, where making a link takes rights that few have.
      const noLink = constants.O_NOFOLLOW ?? 0;
      return new PartialFile(partial, await open(partial, constants.O_RDWR | constants.O_CREAT | noLink), known);
    });
  }

  private constructor(path: string, handle: FileHandle, known: Known) {
    this.#path = path;
    this.#handle = handle;
    this.#known = known;
    this.#hash = new ContentHash(known);
  }

  /** How many bytes there are, counted from the first. */
  get size(): number {
    return this.#size;
  }

  get isComplete(): boolean {
    return this.#size === this.#known.size;
  }

  /** Takes up what an earlier try left, none of it when it is longer than the file. */
  async readBack(signal: AbortSignal, onBytes: (count: number) => void): Promise<void> {
    await withFsErrors(this.#path, async () => {
      if ((await this.#handle.stat()).size > this.#known.size) return this.#handle.truncate(0);
      const buffer = Buffer.allocUnsafe(CHUNK);
      for (;;) {
        signal.throwIfAborted();
        const { bytesRead } = await this.#handle.read(buffer, 0, CHUNK, this.#size);
        if (bytesRead === 0) return;
        this.#took(buffer.subarray(0, bytesRead));
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
      this.#took(bytes);
    });
  }

  /** Starts over with no byte. */
  async clear(): Promise<void> {
    this.#size = 0;
    this.#hash = new ContentHash(this.#known);
    await withFsErrors(this.#path, () => this.#handle.truncate(0));
  }

  /** Sees to it that the bytes are on the disk; their SHA-256 in hex if they are right, else undefined. */
  async finish(): Promise<string | undefined> {
    const sha256 = this.#hash.finish();
    if (sha256 !== undefined) await withFsErrors(this.#path, () => this.#handle.sync());
    return sha256;
  }

  /** Lets go of it; one without a byte is removed. */
  async close(): Promise<void> {
    const isEmpty = this.#known.size > 0 && (await this.#handle.stat()).size === 0;
    await this.#handle.close();
    if (isEmpty) await rm(this.#path, { force: true });
  }

  #took(bytes: Uint8Array): void {
    this.#hash.update(bytes);
    this.#size += bytes.length;
  }
}
