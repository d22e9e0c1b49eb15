import { halfAt } from '../halfFloats';
import { BLOCK_LENGTH, type QuantizedRows, type TensorFormat } from '../quantizedMatrix';

const MIDDLE = 128;
const LARGEST = 127;

/** 32-bit floats. As a matrix they become blocks of 8-bit values; as norms and biases they stay as they are. */
export const f32 = floatFormat('F32', 4, (bytes) => new Float32Array(bytes.slice().buffer));

/** 16-bit floats, as `f32`. */
export const f16 = floatFormat('F16', 2, (bytes) =>
  Float32Array.from({ length: bytes.length / 2 }, (_, index) => halfAt(bytes, 2 * index)),
);

function floatFormat(name: string, blockBytes: number, toFloats: (bytes: Uint8Array) => Float32Array): TensorFormat {
  return {
    name,
    blockLength: 1,
    blockBytes,
    bits: 8,
    hasOffsets: false,
    toFloats,
    quantize: (bytes) => quantizeFloats(toFloats(bytes)),
  };
}

/** Rounds to 8-bit values, with the scale of each block such that its largest number is 127. */
function quantizeFloats(floats: Float32Array): QuantizedRows {
  const values = new Uint8Array(floats.length);
  const scales = new Float32Array(floats.length / BLOCK_LENGTH);
  for (let block = 0; block < scales.length; block++) {
    const numbers = floats.subarray(block * BLOCK_LENGTH, (block + 1) * BLOCK_LENGTH);
    const scale = numbers.reduce((max, number) => Math.max(max, Math.abs(number)), 0) / LARGEST;
    scales[block] = scale;
    numbers.forEach((number, index) => {
      values[block * BLOCK_LENGTH + index] = MIDDLE + (scale === 0 ? 0 : Math.round(number / scale));
    });
  }
  return { values, scales, offsets: undefined };
}
