import { halfAt } from '../halfFloats';
import { BLOCK_LENGTH, type TensorFormat } from '../quantizedMatrix';
import { copyNibbles } from './nibbles';

const BLOCK_BYTES = 20;

/** Blocks of 32: scale d, minimum m, 32 values q of 4 bits; a number is d · q + m = d · (q − 8) + (m + 8 · d). */
export const q41: TensorFormat = {
  name: 'Q4_1',
  blockLength: BLOCK_LENGTH,
  blockBytes: BLOCK_BYTES,
  bits: 4,
  hasOffsets: true,
  quantize(bytes) {
    const blocks = bytes.length / BLOCK_BYTES;
    const values = new Uint8Array((blocks * BLOCK_LENGTH) / 2);
    const scales = new Float32Array(blocks);
    const offsets = new Float32Array(blocks);
    for (let block = 0; block < blocks; block++) {
      const start = block * BLOCK_BYTES;
      const scale = halfAt(bytes, start);
      scales[block] = scale;
      offsets[block] = halfAt(bytes, start + 2) + 8 * scale;
      copyNibbles(bytes, start + 4, values, (block * BLOCK_LENGTH) / 2);
    }
    return { values, scales, offsets };
  },
};
