/** Joins typed arrays of one kind into a new one. */
export function concatenate<T extends Uint8Array | Int32Array | Float32Array>(parts: readonly [T, ...T[]]): T {
  const [first] = parts;
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const whole = new (first.constructor as new (length: number) => T)(length);
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
