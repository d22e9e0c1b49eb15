import { GgufError } from './ggufError';
import type { FileHandle } from 'node:fs/promises';
import type { GgufHeader } from './ggufHeader';
import type { TensorFormat } from './quantizedMatrix';
import { formatOf } from './tensorFormats';

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
  readonly #fileSize: number;
  readonly #unread: Set<string>;

  constructor(file: FileHandle, header: GgufHeader, fileSize: number) {
    this.#file = file;
    this.#header = header;
    this.#fileSize = fileSize;
    this.#unread = new Set(header.tensors.keys());
  }

  /** Tensors of which nothing was read. */
  get unread(): readonly string[] {
    return [...this.#unread];
  }

  /** Size of all tensors together, in bytes. */
  get size(): number {
    const sizes = [...this.#header.tensors.values()].map((tensor) => {
      const numbers = tensor.dims.reduce((product, length) => product * length, 1);
      return rowBytes(numbers, formatOf(tensor));
    });
    return sizes.reduce((sum, size) => sum + size, 0);
  }

  has(tensor: string): boolean {
    return this.#header.tensors.has(tensor);
  }

  /** Shape and format of a matrix. Throws an Error when there is no such tensor or the file ends before its end. */
  rowsOf(tensor: string): StoredRows {
    const stored = this.#header.tensors.get(tensor);
    if (!stored) throw new GgufError(`it has no tensor ${tensor}`);
    const format = formatOf(stored);
    const [columns = 0, rows = 1, ...others] = stored.dims;
    if (others.some((length) => length !== 1) || columns % format.blockLength !== 0 || columns * rows === 0)
      throw new GgufError(`its tensor ${tensor} has the shape ${stored.dims.join(' × ')}`);
    if (stored.offset + rows * rowBytes(columns, format) > this.#fileSize)
      throw new GgufError(`it ends within its tensor ${tensor}`);
    return { rows, columns, format };
  }

  /** The bytes of `count` rows from row `first` on. */
  async read(tensor: string, first: number, count: number): Promise<Uint8Array> {
    const { columns, format } = this.rowsOf(tensor);
    this.#unread.delete(tensor);
    const bytes = new Uint8Array(count * rowBytes(columns, format));
    const offset = this.#header.tensors.get(tensor)!.offset + first * rowBytes(columns, format);
    const { bytesRead } = await this.#file.read(bytes, 0, bytes.length, offset);
    if (bytesRead < bytes.length) throw new GgufError(`it ends within its tensor ${tensor}`);
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

/** Size of a row in bytes. */
export function rowBytes(columns: number, { blockLength, blockBytes }: TensorFormat): number {
  return (columns / blockLength) * blockBytes;
}
