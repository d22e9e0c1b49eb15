import { BLOCK_LENGTH } from '../quantizedMatrix';

const HALF = BLOCK_LENGTH / 2;

/**
 * Copies the 32 4-bit values of a block. GGUF has values 0 to 15 in the lower halves of its 16 bytes and 16 to 31 in the
 * upper ones; MatMulNBits has values 2i and 2i + 1 in byte i.
 */
export function copyNibbles(from: Uint8Array, fromStart: number, to: Uint8Array, toStart: number): void {
  for (let pair = 0; pair < HALF / 2; pair++) {
    const first = from[fromStart + 2 * pair]!;
    const second = from[fromStart + 2 * pair + 1]!;
    to[toStart + pair] = (first & 0x0f) | ((second & 0x0f) << 4);
    to[toStart + HALF / 2 + pair] = (first >> 4) | (second & 0xf0);
  }
}
