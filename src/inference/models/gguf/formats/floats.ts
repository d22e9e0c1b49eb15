import { halfAt } from '../halfFloats';
import { BLOCK_LENGTH, type QuantizedRows, type TensorFormat } from '../quantizedMatrix';

const MIDDLE = 128;
const LARGEST = 127;

/** 32-bit floats. As a matrix they become blocks of 8-bit values; as norms and biases they stay as they are. */
export const f32 = floatFormat('F32', 4, (bytes) => new Float32Array(bytes.slice().buffer));

/** 16-bit floats, as `f32`. */
export const f16 = floatFormat('F16', 2, (bytes) => {
  const floats = new Float32Array(bytes.length / 2);
  for (let index = 0; index < floats.length; index++) floats[index] = halfAt(bytes, 2 * index);
  return floats;
});

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

/**
 * Rounds to 8-bit values, with the scale of each block such that its largest number is 127. In plain loops: callbacks
 * take five times as long, while ghost text may be waiting.
 */
function quantizeFloats(floats: Float32Array): QuantizedRows {
  const values = new Uint8Array(floats.length);
  const scales = new Float32Array(floats.length / BLOCK_LENGTH);
  for (let block = 0; block < scales.length; block++) {
    const start = block * BLOCK_LENGTH;
    const end = start + BLOCK_LENGTH;
    let largest = 0;
    for (let index = start; index < end; index++) largest = Math.max(largest, Math.abs(floats[index]!));
    const scale = largest / LARGEST;
    scales[block] = scale;
    for (let index = start; index < end; index++)
      values[index] = MIDDLE + (scale === 0 ? 0 : Math.round(floats[index]! / scale));
  }
  return { values, scales, offsets: undefined };
}
