import type { PreTrainedTokenizer } from '@xenova/transformers';
import { encodeAroundAddedTokens } from './addedTokens';
import type { AddToken, Encode } from './encodedChunkCache';
import { LONG_WORD, mergePairs } from './bytePairMerges';
import { splitAtUnicodeSpaces } from './gpt2Words';

/**
 * GPT-2 spells each byte as one printable character (https://github.com/openai/gpt-2/blob/master/src/encoder.py,
 * bytes_to_unicode): printable Latin-1 as itself, the other bytes as characters from U+0100 on.
 */
const BYTE_OF_CHARACTER: ReadonlyMap<string, number> = byteAlphabet();

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

/** The bytes of a byte-level piece, one Latin-1 character a byte. For a special token, the UTF-8 of its text. */
export function bytesOfPiece(piece: string): string {
  let bytes = '';
  for (const character of piece) {
    const byte = BYTE_OF_CHARACTER.get(character);
    if (byte === undefined) return bytesOf(piece);
    bytes += String.fromCharCode(byte);
  }
  return bytes;
}

/** The UTF-8 bytes of a text, one Latin-1 character a byte. */
export function bytesOf(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** Decodes UTF-8 bytes. Drops an incomplete character at the end. */
export function textOfBytes(bytes: string): string {
  return new TextDecoder().decode(Buffer.from(bytes, 'latin1'), { stream: true });
}

/**
 * Makes an encoder for byte-level BPE (Radford et al. 2019) with source spans. A piece with only some bytes of a
 * character spans the whole character, as in Hugging Face's tokenizers.
 */
export function byteLevel(tokenizer: PreTrainedTokenizer, bytesOfId: readonly string[]): Encode {
  splitAtUnicodeSpaces(tokenizer);
  mergeLongWordsFast(tokenizer);
  return encodeAroundAddedTokens(tokenizer, (text, offset, add) => {
    const ids = tokenizer.encode(text, { add_special_tokens: false });
    byteSpans(
      text,
      ids,
      (id) => bytesOfId[id]!.length,
      (id, start, end) => add(id, offset + start, offset + end),
    );
  });
}

/**
 * Adds each token with its source span.
 *
 * @param sizeOf number of a token's UTF-8 bytes
 * @throws when the tokens together have more or fewer bytes than `text`
 */
export function byteSpans(text: string, ids: readonly number[], sizeOf: (id: number) => number, add: AddToken): void {
  const { startOfByte, endOfByte } = characterOfEachByte(text);
  let byte = 0;
  for (const id of ids) {
    const next = byte + sizeOf(id);
    add(id, startOfByte[byte]!, endOfByte[next - 1]!);
    byte = next;
  }
  if (byte !== startOfByte.length)
    throw new Error('This tokenizer normalises text in an unknown way. Choose another model.');
}

/** The part of transformers.js's BPE model that is used here. */
interface BpeModel {
  bpe(word: string): string[];
  readonly bpe_ranks: ReadonlyMap<string, number>;
  readonly end_of_word_suffix?: string | null;
  readonly continuing_subword_suffix?: string | null;
}

/** Merges long words with mergePairs, unless the model adds a suffix to words or pieces. */
function mergeLongWordsFast(tokenizer: PreTrainedTokenizer): void {
  const model = tokenizer._tokenizer.model as unknown as BpeModel;
  if (model.end_of_word_suffix || model.continuing_subword_suffix) return;
  const mergeInLibrary = model.bpe.bind(model);
  const rankOf = (left: string, right: string) => model.bpe_ranks.get(JSON.stringify([left, right]));
  model.bpe = (word) => (word.length > LONG_WORD ? mergePairs([...word], rankOf) : mergeInLibrary(word));
}

/** Start and end of the character that each UTF-8 byte belongs to [bytes], in UTF-16 offsets. */
function characterOfEachByte(text: string): { startOfByte: Uint32Array; endOfByte: Uint32Array } {
  const size = Buffer.byteLength(text, 'utf8');
  const startOfByte = new Uint32Array(size);
  const endOfByte = new Uint32Array(size);
  let byte = 0;
  let offset = 0;
  for (const character of text) {
    const next = byte + utf8Length(character.codePointAt(0)!);
    startOfByte.fill(offset, byte, next);
    endOfByte.fill(offset + character.length, byte, next);
    byte = next;
    offset += character.length;
  }
  return { startOfByte, endOfByte };
}

/** Number of UTF-8 bytes. A lone surrogate is encoded as U+FFFD, which also has three. */
function utf8Length(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}
