import { GgufError } from './ggufError';
import type { FileHandle } from 'node:fs/promises';
import { HeaderContinues, parseGgufHeader, type GgufHeader } from './ggufHeader';

/** Enough for the vocabularies of most models, in bytes. */
const FIRST_READ = 4_000_000;
/** The largest vocabularies need a tenth of it, in bytes. */
const MAX_HEADER = 256_000_000;

/** Reads the header of a GGUF file, and no weights. Throws an Error that says what is wrong with the file. */
export async function readGgufHeader(file: FileHandle): Promise<GgufHeader> {
  const { size } = await file.stat();
  if (size === 0) throw new GgufError('it is empty');
  let length = Math.min(FIRST_READ, size);
  for (;;) {
    const bytes = new Uint8Array(length);
    await file.read(bytes, 0, length, 0);
    try {
      return parseGgufHeader(bytes);
    } catch (error) {
      if (!(error instanceof HeaderContinues)) throw error;
      if (error.end > size) throw new GgufError('it ends within its header', { cause: error });
      if (error.end > MAX_HEADER) throw new GgufError('its header is too large', { cause: error });
      length = Math.min(Math.max(2 * length, error.end), size);
    }
  }
}
