import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { RepositoryFile } from './hubTypes';

/** Bytes per read. */
const CHUNK_BYTES = 1 << 20;

/** Size and digest that a file should have. */
export type ExpectedContent = Pick<RepositoryFile, 'size' | 'digest'>;

/** Hashes a file incrementally and compares it with the expected size and digest. */
export class ContentHash {
  readonly #expected: ExpectedContent;
  readonly #sha256 = createHash('sha256');
  readonly #gitSha1 = createHash('sha1');
  #size = 0;

  constructor(expected: ExpectedContent) {
    this.#expected = expected;
    this.#gitSha1.update(`blob ${expected.size}\0`);
  }

  update(bytes: Uint8Array): void {
    this.#size += bytes.length;
    this.#sha256.update(bytes);
    if ('gitSha1' in this.#expected.digest) this.#gitSha1.update(bytes);
  }

  /** The SHA-256 in hex when size and digest match the expected ones, else undefined. Call once. */
  finish(): string | undefined {
    const { size, digest } = this.#expected;
    const sha256 = this.#sha256.digest('hex');
    const isMatch = 'sha256' in digest ? digest.sha256 === sha256 : digest.gitSha1 === this.#gitSha1.digest('hex');
    return isMatch && this.#size === size ? sha256 : undefined;
  }
}

/**
 * The SHA-256 in hex of a file on disk when it has the expected size and digest, else undefined.
 *
 * @param onBytes receives the number of bytes of each read
 */
export async function hashFile(
  file: string,
  expected: ExpectedContent,
  signal: AbortSignal,
  onBytes: (count: number) => void = () => {},
): Promise<string | undefined> {
  const handle = await open(file, 'r');
  try {
    const hash = new ContentHash(expected);
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    for (;;) {
      signal.throwIfAborted();
      const { bytesRead } = await handle.read(buffer, 0, CHUNK_BYTES, null);
      if (bytesRead === 0) return hash.finish();
      hash.update(buffer.subarray(0, bytesRead));
      onBytes(bytesRead);
    }
  } finally {
    await handle.close();
  }
}

/** The SHA-256 in hex of a file on disk. */
export async function sha256Of(file: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  const chunks: AsyncIterable<Buffer> = createReadStream(file, { signal, highWaterMark: CHUNK_BYTES });
  for await (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
}
