import { GgufError, UnsupportedGgufError } from './ggufError';

/** A value of a GGUF file's metadata. 64-bit integers are numbers, for no count or id exceeds 2^53. */
export type GgufValue = number | boolean | string | readonly GgufValue[];

/** Where a tensor is in a GGUF file, and how it is stored. */
export interface GgufTensor {
  readonly name: string;
  /** Lengths of the dimensions, the fastest one first: a matrix of [rows, columns] has [columns, rows] here. */
  readonly dims: readonly number[];
  /** Number of its ggml type: see `tensorFormats.ts`. */
  readonly type: number;
  /** Of its first byte, from the start of the file. */
  readonly offset: number;
}

/** All that a GGUF file says before its weights. */
export interface GgufHeader {
  readonly metadata: ReadonlyMap<string, GgufValue>;
  readonly tensors: ReadonlyMap<string, GgufTensor>;
}

/** Thrown by `parseGgufHeader` when the header goes on behind the bytes that it was given. */
export class HeaderContinues extends Error {
  /** @param end where it goes on to at least, in bytes from the start of the file */
  constructor(readonly end: number) {
    super();
  }
}

const MAGIC = 0x46554747;
/** Version 1 has 32-bit lengths; no file of it has been seen for years. */
const VERSIONS = [2, 3];
const DEFAULT_ALIGNMENT = 32;
/** Values and items of lists together. The largest vocabularies have a third of it; files that claim more are damaged. */
const MAX_ENTRIES = 4_000_000;
/** The largest models have some thousands. */
const MAX_TENSORS = 100_000;
const MAX_DIMS = 4;
/** Length of a tensor's name in bytes (GGML_MAX_NAME). */
const MAX_NAME = 64;

/**
 * Parses the start of a GGUF file (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md), little-endian.
 *
 * Throws HeaderContinues when `bytes` end within the header, and an Error that says what is wrong otherwise.
 */
export function parseGgufHeader(bytes: Uint8Array): GgufHeader {
  const cursor = new Cursor(bytes);
  if (cursor.uint32() !== MAGIC) throw new GgufError('it is not a GGUF file');
  const version = cursor.uint32();
  if (version > 0xffff) throw new UnsupportedGgufError('its bytes are in the other order (big-endian)');
  if (!VERSIONS.includes(version)) throw new UnsupportedGgufError(`its GGUF version is ${version}, not 2 or 3`);
  const tensorCount = cursor.uint64();
  if (tensorCount > MAX_TENSORS) throw new GgufError(`its header claims ${tensorCount} tensors`);
  const metadataCount = cursor.length();

  const metadata = new Map<string, GgufValue>();
  for (let index = 0; index < metadataCount; index++) {
    const key = cursor.string();
    if (metadata.has(key)) throw new GgufError('its metadata has the same key twice');
    metadata.set(key, valueOf(cursor, cursor.uint32()));
  }

  const relative = Array.from({ length: tensorCount }, () => tensorAt(cursor));
  const alignment = alignmentOf(metadata);
  const start = Math.ceil(cursor.position / alignment) * alignment;
  const tensors = new Map(relative.map((tensor) => [tensor.name, { ...tensor, offset: start + tensor.offset }]));
  if (tensors.size < tensorCount) throw new GgufError('it has two tensors of the same name');
  return { metadata, tensors };
}

/** A tensor whose offset is from the start of all tensors. */
function tensorAt(cursor: Cursor): GgufTensor {
  const name = cursor.string();
  const dimCount = cursor.uint32();
  if (name.length > MAX_NAME || dimCount > MAX_DIMS)
    throw new GgufError(`it has a tensor with ${dimCount} dimensions and a name of ${name.length} characters`);
  const dims = Array.from({ length: dimCount }, () => cursor.uint64());
  return { name, dims, type: cursor.uint32(), offset: cursor.uint64() };
}

/** The tensors begin at a multiple of it, in bytes. */
function alignmentOf(metadata: ReadonlyMap<string, GgufValue>): number {
  const alignment = metadata.get('general.alignment') ?? DEFAULT_ALIGNMENT;
  if (typeof alignment === 'number' && alignment >= 1 && Number.isInteger(Math.log2(alignment))) return alignment;
  throw new GgufError('its metadata has a wrong general.alignment');
}

/** Readers of the metadata's types by their numbers; 9 is an array. */
const READERS: Readonly<Record<number, (cursor: Cursor) => GgufValue>> = {
  0: (cursor) => cursor.take(1).getUint8(0),
  1: (cursor) => cursor.take(1).getInt8(0),
  2: (cursor) => cursor.take(2).getUint16(0, true),
  3: (cursor) => cursor.take(2).getInt16(0, true),
  4: (cursor) => cursor.uint32(),
  5: (cursor) => cursor.take(4).getInt32(0, true),
  6: (cursor) => cursor.take(4).getFloat32(0, true),
  7: (cursor) => cursor.take(1).getUint8(0) !== 0,
  8: (cursor) => cursor.string(),
  10: (cursor) => cursor.uint64(),
  11: (cursor) => Number(cursor.take(8).getBigInt64(0, true)),
  12: (cursor) => cursor.take(8).getFloat64(0, true),
};
const ARRAY = 9;

function valueOf(cursor: Cursor, type: number): GgufValue {
  if (type === ARRAY) {
    const itemType = cursor.uint32();
    // Arrays of arrays are allowed and unused; deep ones would exhaust the stack.
    if (itemType === ARRAY) throw new GgufError('its metadata has a list of lists');
    const count = cursor.length();
    return Array.from({ length: count }, () => valueOf(cursor, itemType));
  }
  const read = READERS[type];
  if (!read) throw new GgufError(`its metadata has a value of the unknown type ${type}`);
  return read(cursor);
}

class Cursor {
  readonly #view: DataView;
  readonly #text = new TextDecoder('utf-8', { ignoreBOM: true });
  #entries = 0;
  position = 0;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** A view of the next `length` bytes, which it moves past. */
  take(length: number): DataView {
    const { buffer, byteOffset, byteLength } = this.#view;
    if (this.position + length > byteLength) throw new HeaderContinues(this.position + length);
    const view = new DataView(buffer, byteOffset + this.position, length);
    this.position += length;
    return view;
  }

  uint32(): number {
    return this.take(4).getUint32(0, true);
  }

  uint64(): number {
    const value = Number(this.take(8).getBigUint64(0, true));
    if (!Number.isSafeInteger(value)) throw new GgufError('it has a number that is too large');
    return value;
  }

  /** A number of entries that follow. */
  length(): number {
    const count = this.uint64();
    this.#entries += count;
    if (this.#entries > MAX_ENTRIES) throw new GgufError(`its header claims ${this.#entries} entries`);
    return count;
  }

  string(): string {
    return this.#text.decode(this.take(this.uint64()));
  }
}
