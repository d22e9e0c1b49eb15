import { BYTE_OF_CHARACTER } from '../core/tokens/byteAlphabet';

/**
 * Decodes tokens as Hugging Face's tokenizers spell them (`convert_ids_to_tokens`): each byte as a character (GPT-2), or as text with
 * “▁” for a space and “<0x0A>” for a byte (SentencePiece).
 *
 * @param expected the text that they stand for, if it is known
 * @returns UTF-8 bytes of each token [tokens]; undefined when neither spelling gives the expected text
 */
export function decodeTokenStrings(tokens: readonly string[], expected?: string): readonly Uint8Array[] | undefined {
  return (
    [bytesOfAlphabet, bytesOfSentencePiece]
      .map((decode) => {
        const bytes = tokens.map(decode);
        const known = bytes.filter((each) => each !== undefined);
        return known.length === bytes.length ? known : undefined;
      })
      // Special tokens or a space may stand before the text.
      .find((bytes) => bytes && (expected === undefined || textOf(bytes).endsWith(expected)))
  );
}

const encoder = new TextEncoder();

/** Special tokens are spelled as they read. */
function bytesOfAlphabet(token: string): Uint8Array | undefined {
  if (/^<[|｜].*[|｜]>$/.test(token)) return encoder.encode(token);
  const bytes = Array.from(token, (character) => BYTE_OF_CHARACTER.get(character));
  return bytes.includes(undefined) ? undefined : Uint8Array.from(bytes as number[]);
}

function bytesOfSentencePiece(token: string): Uint8Array {
  const byte = /^<0x([0-9A-F]{2})>$/.exec(token)?.[1];
  return byte === undefined ? encoder.encode(token.replaceAll('▁', ' ')) : Uint8Array.of(parseInt(byte, 16));
}

function textOf(parts: readonly Uint8Array[]): string {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(all);
}
