/** float32 of each 16-bit float (IEEE 754 binary16), by its bits. */
const TABLE = Float32Array.from({ length: 1 << 16 }, (_, bits) => {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * 2 ** -24 * fraction;
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
  return sign * 2 ** (exponent - 15) * (1 + fraction / 1024);
});

/** The little-endian 16-bit float at `offset`. */
export function halfAt(bytes: Uint8Array, offset: number): number {
  return TABLE[bytes[offset]! | (bytes[offset + 1]! << 8)]!;
}
