/** Numbers as a tensor stores them, and what it stores. */
export interface Encoded {
  readonly bytes: Uint8Array;
  /** The numbers as a reader must see them. */
  readonly numbers: Float64Array;
}

/** A storage format of ggml: its number, and how numbers are stored in blocks of 32. */
export interface BlockFormat {
  readonly type: number;
  readonly encode: (numbers: Float64Array) => Encoded;
}

const LENGTH = 32;

/** By the name of the format. Floats are multiples of a power of two in each block, so that 8-bit blocks can hold them. */
export const BLOCK_FORMATS = {
  F32: {
    type: 0,
    encode: inBlocks((block) => floats(block, 4, (view, at, number) => view.setFloat32(at, number, true))),
  },
  F16: {
    type: 1,
    encode: inBlocks((block) => floats(block, 2, (view, at, number) => view.setUint16(at, half(number), true))),
  },
  Q4_0: { type: 2, encode: inBlocks((block) => nibbles(block, Math.max(...block.map(Math.abs)) / 8, -8)) },
  Q4_1: {
    type: 3,
    encode: inBlocks((block) => {
      const [min, max] = [Math.min(...block), Math.max(...block)];
      return nibbles(block, (max - min) / 15, 0, min);
    }),
  },
  Q8_0: {
    type: 8,
    encode: inBlocks((block) => {
      const scale = rounded(Math.max(...block.map(Math.abs)) / 127);
      const values = block.map((number) => clamp(Math.round(number / scale), -127, 127));
      const bytes = new Uint8Array(2 + LENGTH);
      new DataView(bytes.buffer).setUint16(0, half(scale), true);
      values.forEach((value, index) => (bytes[2 + index] = value & 0xff));
      return { bytes, numbers: values.map((value) => value * scale) };
    }),
  },
} as const satisfies Readonly<Record<string, BlockFormat>>;

export type FormatName = keyof typeof BLOCK_FORMATS;

function inBlocks(encode: (block: Float64Array) => Encoded): BlockFormat['encode'] {
  return (numbers) => {
    const blocks = Array.from({ length: numbers.length / LENGTH }, (_, block) =>
      encode(numbers.subarray(block * LENGTH, (block + 1) * LENGTH)),
    );
    return {
      bytes: Buffer.concat(blocks.map(({ bytes }) => bytes)),
      numbers: Float64Array.from(blocks.flatMap((block) => [...block.numbers])),
    };
  };
}

function floats(
  block: Float64Array,
  size: number,
  write: (view: DataView, at: number, number: number) => void,
): Encoded {
  const largest = block.reduce((max, number) => (Math.abs(number) > Math.abs(max) ? number : max), 0);
  const step = 2 ** Math.ceil(Math.log2(Math.abs(largest) / 127));
  const numbers = block.map(
    (number) => step * (number === largest ? 127 * Math.sign(number) : Math.round(number / step)),
  );
  const view = new DataView(new ArrayBuffer(LENGTH * size));
  numbers.forEach((number, index) => write(view, index * size, number));
  return { bytes: new Uint8Array(view.buffer), numbers };
}

/** Scale, the minimum if there is one, and 4-bit values q for numbers scale · (q + lowest) + min. */
function nibbles(block: Float64Array, ideal: number, lowest: number, min?: number): Encoded {
  const [scale, start] = [rounded(ideal), rounded(min ?? 0)];
  const values = block.map((number) => clamp(Math.round((number - start) / scale - lowest), 0, 15));
  const parameters = min === undefined ? [scale] : [scale, start];
  const bytes = new Uint8Array(2 * parameters.length + LENGTH / 2);
  parameters.forEach((number, index) => new DataView(bytes.buffer).setUint16(2 * index, half(number), true));
  for (let index = 0; index < LENGTH / 2; index++)
    bytes[2 * parameters.length + index] = values[index]! | (values[index + LENGTH / 2]! << 4);
  return { bytes, numbers: values.map((value) => scale * (value + lowest) + start) };
}

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));

/** The 16 bits of the float (IEEE 754 binary16) near a number, which must not be subnormal or too large. */
function half(number: number): number {
  if (number === 0) return 0;
  const exponent = Math.floor(Math.log2(Math.abs(number)));
  const fraction = Math.floor((Math.abs(number) / 2 ** exponent - 1) * 1024);
  return (number < 0 ? 0x8000 : 0) | ((exponent + 15) << 10) | fraction;
}

/** A number as 16-bit floats can hold it. */
function rounded(number: number): number {
  if (number === 0) return 0;
  const step = 2 ** (Math.floor(Math.log2(Math.abs(number))) - 10);
  return Math.trunc(number / step) * step;
}
