import { UnsupportedGgufError } from './ggufError';
import { f16, f32 } from './formats/floats';
import { q40 } from './formats/q40';
import { q41 } from './formats/q41';
import { q80 } from './formats/q80';
import type { GgufTensor } from './ggufHeader';
import type { TensorFormat } from './quantizedMatrix';

/** Formats by the number of their ggml type (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md). */
const FORMATS: Readonly<Record<number, TensorFormat>> = { 0: f32, 1: f16, 2: q40, 3: q41, 8: q80 };

/** Names of the types that are not supported yet, for messages. */
const OTHER_NAMES: Readonly<Record<number, string>> = {
  6: 'Q5_0',
  7: 'Q5_1',
  10: 'Q2_K',
  11: 'Q3_K',
  12: 'Q4_K',
  13: 'Q5_K',
  14: 'Q6_K',
  20: 'IQ4_NL',
  23: 'IQ4_XS',
  30: 'BF16',
};

/** The format of a tensor. Throws an Error that names the formats that can be read when it is none of them. */
export function formatOf({ name, type }: GgufTensor): TensorFormat {
  const format = FORMATS[type];
  if (format) return format;
  const names = Object.values(FORMATS).map((each) => each.name);
  throw new UnsupportedGgufError(
    `its tensor ${name} is stored as ${OTHER_NAMES[type] ?? `type ${type}`}; Left Context reads ${names.join(', ')}`,
  );
}

/** Size of a tensor in bytes. Throws as `formatOf`. */
export function tensorBytes(tensor: GgufTensor): number {
  const numbers = tensor.dims.reduce((product, length) => product * length, 1);
  return rowBytes(numbers, formatOf(tensor));
}

/** Size of a row in bytes. */
export function rowBytes(columns: number, { blockLength, blockBytes }: TensorFormat): number {
  return (columns / blockLength) * blockBytes;
}
