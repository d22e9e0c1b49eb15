/**
 * A value of a GGUF file's metadata. Numbers are uint32 where they can be and float32 otherwise, lists of them int32;
 * other types are given by their number and bytes.
 */
export type MetadataValue =
  | string
  | boolean
  | number
  | readonly string[]
  | readonly number[]
  | { readonly type: number; readonly bytes: Uint8Array };

/** A tensor as a GGUF file has it. */
export interface GgufFileTensor {
  readonly name: string;
  /** The fastest dimension first: [columns, rows]. */
  readonly dims: readonly number[];
  /** Number of its ggml type. */
  readonly type: number;
  readonly bytes: Uint8Array;
  /** From the start of the tensors; where the one before ends by default. */
  readonly offset?: number | undefined;
}

export interface GgufFileParts {
  readonly metadata: Readonly<Record<string, MetadataValue>>;
  readonly tensors: readonly GgufFileTensor[];
  /** 3 by default. */
  readonly version?: number;
  readonly alignment?: number;
}

const [UINT32, INT32, FLOAT32, BOOL, STRING, ARRAY] = [4, 5, 6, 7, 8, 9] as const;

/** The bytes of a GGUF file (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md). */
export function ggufFile({ metadata, tensors, version = 3, alignment = 32 }: GgufFileParts): Buffer {
  const entries = Object.entries(metadata).map(([key, value]) => Buffer.concat([text(key), typed(value)]));
  let end = 0;
  const placed = tensors.map((tensor) => {
    const offset = tensor.offset ?? Math.ceil(end / alignment) * alignment;
    end = offset + tensor.bytes.length;
    return { ...tensor, offset };
  });
  const infos = placed.map(({ name, dims, type, offset }) =>
    Buffer.concat([text(name), uint32(dims.length), ...dims.map(uint64), uint32(type), uint64(offset)]),
  );
  const counts = [uint64(tensors.length), uint64(entries.length)];
  const header = Buffer.concat([Buffer.from('GGUF'), uint32(version), ...counts, ...entries, ...infos]);
  const start = Math.ceil(header.length / alignment) * alignment;
  const file = Buffer.alloc(Math.max(start, ...placed.map(({ offset, bytes }) => start + offset + bytes.length)));
  file.set(header);
  for (const { offset, bytes } of placed) file.set(bytes, start + offset);
  return file;
}

/** A value with its type before it. */
function typed(value: MetadataValue): Buffer {
  if (typeof value === 'string') return Buffer.concat([uint32(STRING), text(value)]);
  if (typeof value === 'boolean') return Buffer.concat([uint32(BOOL), Buffer.of(Number(value))]);
  if (typeof value === 'number') {
    const isCount = Number.isInteger(value) && value >= 0;
    return Buffer.concat(isCount ? [uint32(UINT32), uint32(value)] : [uint32(FLOAT32), float32(value)]);
  }
  if ('bytes' in value) return Buffer.concat([uint32(value.type), value.bytes]);
  const items = value.map((item) => (typeof item === 'string' ? text(item) : int32(item)));
  const itemType = typeof value[0] === 'number' ? INT32 : STRING;
  return Buffer.concat([uint32(ARRAY), uint32(itemType), uint64(value.length), ...items]);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([uint64(bytes.length), bytes]);
}

/** Little-endian bytes of one number. */
export const uint32 = (value: number) => Buffer.from(Uint32Array.of(value).buffer);
export const uint64 = (value: number) => Buffer.from(BigUint64Array.of(BigInt(value)).buffer);
const int32 = (value: number) => Buffer.from(Int32Array.of(value).buffer);
const float32 = (value: number) => Buffer.from(Float32Array.of(value).buffer);
