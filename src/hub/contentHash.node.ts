import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { RepositoryFile } from './hubTypes';

/** Bytes read at once. */
const CHUNK = 1 << 20;

/** What a file's size and digest are known to be. */
export type Known = Pick<RepositoryFile, 'size' | 'digest'>;

/** Hashes a file's bytes as they pass by. */
export class ContentHash {
  readonly #known: Known;
  readonly #sha256 = createHash('sha256');
  readonly #gitSha1 = createHash('sha1');
  #size = 0;

  constructor(known: Known) {
    this.#known = known;
    this.#gitSha1.update(`blob ${known.size}\0`);
  }

  update(bytes: Uint8Array): void {
    this.#size += bytes.length;
    this.#sha256.update(bytes);
    if ('gitSha1' in this.#known.digest) this.#gitSha1.update(bytes);
  }

  /** The SHA-256 in hex if all bytes passed by and were the right ones, else undefined. To be called once. */
  finish(): string | undefined {
    const { size, digest } = this.#known;
    const sha256 = this.#sha256.digest('hex');
    const isRight = 'sha256' in digest ? digest.sha256 === sha256 : digest.gitSha1 === this.#gitSha1.digest('hex');
    return isRight && this.#size === size ? sha256 : undefined;
  }
}

/** The SHA-256 in hex of a file on disk if it has the known size and digest, else undefined; passes on its bytes. */
export async function hashOf(
  file: string,
  known: Known,
  signal: AbortSignal,
  onBytes: (count: number) => void = () => {},
): Promise<string | undefined> {
  const handle = await open(file, 'r');
  try {
    const hash = new ContentHash(known);
    const buffer = Buffer.allocUnsafe(CHUNK);
    for (;;) {
      signal.throwIfAborted();
      const { bytesRead } = await handle.read(buffer, 0, CHUNK, null);
      if (bytesRead === 0) return hash.finish();
      hash.update(buffer.subarray(0, bytesRead));
      onBytes(bytesRead);
    }
  } finally {
    await handle.close();
  }
}
