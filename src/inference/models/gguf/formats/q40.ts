import { halfAt } from '../halfFloats';
import { BLOCK_LENGTH, type TensorFormat } from '../quantizedMatrix';
import { copyNibbles } from './nibbles';

const BLOCK_BYTES = 18;

/** Blocks of 32: scale d, 32 values q of 4 bits; a number is d · (q − 8). */
export const q40: TensorFormat = {
  name: 'Q4_0',
  blockLength: BLOCK_LENGTH,
  blockBytes: BLOCK_BYTES,
  bits: 4,
  hasOffsets: false,
  quantize(bytes) {
    const blocks = bytes.length / BLOCK_BYTES;
    const values = new Uint8Array((blocks * BLOCK_LENGTH) / 2);
    const scales = new Float32Array(blocks);
    for (let block = 0; block < blocks; block++) {
      scales[block] = halfAt(bytes, block * BLOCK_BYTES);
      copyNibbles(bytes, block * BLOCK_BYTES + 2, values, (block * BLOCK_LENGTH) / 2);
    }
    return { values, scales, offsets: undefined };
  },
};
