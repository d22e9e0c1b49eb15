/**
 * GPT-2 spells each byte as one printable character (https://github.com/openai/gpt-2/blob/master/src/encoder.py,
 * bytes_to_unicode): printable Latin-1 as itself, the other bytes as characters from U+0100 on.
 */
export const BYTE_OF_CHARACTER: ReadonlyMap<string, number> = byteAlphabet();

function byteAlphabet(): Map<string, number> {
  const printable = (byte: number) =>
    (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || (byte >= 0xae && byte <= 0xff);
  const alphabet = new Map<string, number>();
  let moved = 0;
  for (let byte = 0; byte < 256; byte++) {
    alphabet.set(String.fromCodePoint(printable(byte) ? byte : 0x100 + moved++), byte);
  }
  return alphabet;
}
