/** The UTF-16 offset of each byte of UTF-8 at which a character begins, and of the end. */
export function unitOfEachByte(text: string): number[] {
  const offsets: number[] = [];
  let byte = 0;
  let unit = 0;
  for (const character of text) {
    offsets[byte] = unit;
    byte += Buffer.byteLength(character);
    unit += character.length;
  }
  offsets[byte] = unit;
  return offsets;
}
