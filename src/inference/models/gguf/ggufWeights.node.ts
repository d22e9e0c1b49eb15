import { GgufError } from './ggufError';
import type { FileHandle } from 'node:fs/promises';
import type { GgufHeader } from './ggufHeader';
import type { TensorFormat } from './quantizedMatrix';
import { formatOf, rowBytes, tensorBytes } from './tensorFormats';

/** A matrix of a GGUF file: what is known of it without reading it. */
export interface StoredRows {
  readonly rows: number;
  readonly columns: number;
  readonly format: TensorFormat;
}

/** Reads tensors of a GGUF file by their offsets, never the file as a whole. */
export class GgufWeights {
  readonly #file: FileHandle;
  readonly #header: GgufHeader;
  readonly #unread: Set<string>;

  constructor(file: FileHandle, header: GgufHeader) {
    this.#file = file;
    this.#header = header;
    this.#unread = new Set(header.tensors.keys());
  }

  /** Tensors of which nothing was read. */
  get unread(): readonly string[] {
    return [...this.#unread];
  }

  /** Size of all tensors together, in bytes. */
  get size(): number {
    return [...this.#header.tensors.values()].reduce((sum, tensor) => sum + tensorBytes(tensor), 0);
  }

  has(tensor: string): boolean {
    return this.#header.tensors.has(tensor);
  }

  /** Shape and format of a matrix. Throws an Error when there is no such matrix. */
  rowsOf(tensor: string): StoredRows {
    const stored = this.#header.tensors.get(tensor);
    if (!stored) throw new GgufError(`it has no tensor ${tensor}`);
    const format = formatOf(stored);
    const [columns = 0, rows = 1, ...others] = stored.dims;
    if (others.some((length) => length !== 1) || columns % format.blockLength !== 0 || columns * rows === 0)
      throw new GgufError(`its tensor ${tensor} has the shape ${stored.dims.join(' × ')}`);
    return { rows, columns, format };
  }

  /** The bytes of `count` rows from row `first` on. */
  async read(tensor: string, first: number, count: number): Promise<Uint8Array> {
    const { columns, format } = this.rowsOf(tensor);
    this.#unread.delete(tensor);
    const bytes = new Uint8Array(count * rowBytes(columns, format));
    const offset = this.#header.tensors.get(tensor)!.offset + first * rowBytes(columns, format);
    const { bytesRead } = await this.#file.read(bytes, 0, bytes.length, offset);
    if (bytesRead < bytes.length) throw new GgufError(`it ends before its tensor ${tensor} does`);
    return bytes;
  }

  /** A norm or bias of `length` numbers. */
  async floats(tensor: string, length: number): Promise<Float32Array> {
    const { rows, columns, format } = this.rowsOf(tensor);
    if (!format.toFloats || rows !== 1 || columns !== length)
      throw new GgufError(`its tensor ${tensor} is not a vector of ${length} floats`);
    return format.toFloats(await this.read(tensor, 0, 1));
  }
}
