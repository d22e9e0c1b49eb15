import type { FileHandle } from 'node:fs/promises';
import type { WeightsLocation } from '../onnxGraphWriter';

/** External tensors begin at a page, so that they can be mapped into memory. In bytes. */
const ALIGNMENT = 4096;

/** Writes the external weights of a graph one tensor after the other. */
export class WeightsFile {
  readonly #file: FileHandle;
  readonly #name: string;
  #end = 0;

  /** @param name of the file, as the graph beside it names it */
  constructor(file: FileHandle, name: string) {
    this.#file = file;
    this.#name = name;
  }

  /** Writes a tensor that arrives in pieces; returns where it is. */
  async write(pieces: AsyncIterable<ArrayBufferView> | Iterable<ArrayBufferView>): Promise<WeightsLocation> {
    const offset = Math.ceil(this.#end / ALIGNMENT) * ALIGNMENT;
    this.#end = offset;
    for await (const piece of pieces) await this.#append(piece);
    return { file: this.#name, offset, length: this.#end - offset };
  }

  async #append({ buffer, byteOffset, byteLength }: ArrayBufferView): Promise<void> {
    const bytes = new Uint8Array(buffer, byteOffset, byteLength);
    for (let done = 0; done < byteLength;) {
      const { bytesWritten } = await this.#file.write(bytes, done, byteLength - done, this.#end + done);
      done += bytesWritten;
    }
    this.#end += byteLength;
  }
}
