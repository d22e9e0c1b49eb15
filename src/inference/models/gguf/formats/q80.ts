import { halfAt } from '../halfFloats';
import { BLOCK_LENGTH, type TensorFormat } from '../quantizedMatrix';

const BLOCK_BYTES = 34;

/** Blocks of 32: scale d, 32 signed bytes q; a number is d · q. MatMulNBits has bytes q + 128. */
export const q80: TensorFormat = {
  name: 'Q8_0',
  blockLength: BLOCK_LENGTH,
  blockBytes: BLOCK_BYTES,
  bits: 8,
  hasOffsets: false,
  quantize(bytes) {
    const blocks = bytes.length / BLOCK_BYTES;
    const values = new Uint8Array(blocks * BLOCK_LENGTH);
    const scales = new Float32Array(blocks);
    for (let block = 0; block < blocks; block++) {
      const start = block * BLOCK_BYTES;
      scales[block] = halfAt(bytes, start);
      // Adding 128 to a signed byte flips its highest bit.
      for (let index = 0; index < BLOCK_LENGTH; index++)
        values[block * BLOCK_LENGTH + index] = bytes[start + 2 + index]! ^ 0x80;
    }
    return { values, scales, offsets: undefined };
  },
};
