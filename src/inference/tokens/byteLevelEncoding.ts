import type { PreTrainedTokenizer } from '@xenova/transformers';
import { BYTE_OF_CHARACTER } from '../../core/tokens/byteAlphabet';
import { encodeAroundAddedTokens } from './addedTokens';
import type { AddToken, Encode } from './encodedChunkCache';
import { LONG_WORD, mergePairs } from './bytePairMerges';
import type { AddedToken } from './files/tokenizerDefinition';
import { splitAsReference } from './gpt2Words';

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
export function byteLevel(
  tokenizer: PreTrainedTokenizer,
  added: readonly AddedToken[],
  bytesOfId: readonly string[],
): Encode {
  const missing = bytesWithoutToken(bytesOfId);
  splitAsReference(tokenizer);
  mergeLongWordsFast(tokenizer);
  leaveOutBytes(tokenizer, missing);
  rememberWords(tokenizer);
  return encodeAroundAddedTokens(added, (text, offset, add) => {
    const ids = tokenizer.encode(text, { add_special_tokens: false });
    byteSpans(
      text,
      ids,
      (id) => bytesOfId[id]!.length,
      (id, start, end) => add(id, offset + start, offset + end),
      missing,
    );
  });
}

/**
 * Adds each token with its source span.
 *
 * @param sizeOf number of a token's UTF-8 bytes
 * @param missing bytes of the text that no token has
 * @throws when the tokens together have more or fewer bytes than `text`
 */
export function byteSpans(
  text: string,
  ids: readonly number[],
  sizeOf: (id: number) => number,
  add: AddToken,
  missing: ReadonlySet<number> = new Set(),
): void {
  const { startOfByte, endOfByte } = characterOfEachByte(text, missing);
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

/** Bytes that are no token of a vocabulary: SmolLM2's has not all, and its reference leaves out the others. */
function bytesWithoutToken(bytesOfId: readonly string[]): ReadonlySet<number> {
  const tokens = new Set(bytesOfId.filter((bytes) => bytes.length === 1));
  return new Set([...BYTE_OF_CHARACTER.values()].filter((byte) => !tokens.has(String.fromCharCode(byte))));
}

/** Leaves bytes out of words before pairs are merged, as the reference: their neighbours become neighbours. */
function leaveOutBytes(tokenizer: PreTrainedTokenizer, missing: ReadonlySet<number>): void {
  if (missing.size === 0) return;
  const model = tokenizer._tokenizer.model as unknown as BpeModel;
  const merge = model.bpe.bind(model);
  model.bpe = (word) => {
    const known = [...word].filter((character) => !missing.has(BYTE_OF_CHARACTER.get(character)!)).join('');
    return known === '' ? [] : merge(known);
  };
}

/** Most words whose pieces are remembered. 5 MB of prompts have about 38,000 different words. */
const MOST_WORDS = 50_000;
/** Longest word that is remembered, in UTF-16 code units: longer ones hardly ever recur. */
const LONGEST_REMEMBERED = 64;

/**
 * Remembers the pieces of words. The library remembers only 10,000 words, and at each look-up moves the word to the end of its
 * list, which takes a quarter of the time that a new text takes.
 */
function rememberWords(tokenizer: PreTrainedTokenizer): void {
  const model = tokenizer._tokenizer.model as unknown as BpeModel;
  const merge = model.bpe.bind(model);
  const pieces = new Map<string, string[]>();
  model.bpe = (word) => {
    const known = pieces.get(word);
    if (known) return known;
    const merged = merge(word);
    if (pieces.size >= MOST_WORDS) pieces.clear();
    if (word.length <= LONGEST_REMEMBERED) pieces.set(word, merged);
    return merged;
  };
}

/** Start and end of the character that each UTF-8 byte belongs to, in UTF-16 offsets; without the missing bytes. */
function characterOfEachByte(
  text: string,
  missing: ReadonlySet<number>,
): { startOfByte: Uint32Array; endOfByte: Uint32Array } {
  const size = Buffer.byteLength(text, 'utf8');
  const startOfByte = new Uint32Array(size);
  const endOfByte = new Uint32Array(size);
  let byte = 0;
  let offset = 0;
  for (const character of text) {
    const next = byte + knownBytes(character, missing);
    startOfByte.fill(offset, byte, next);
    endOfByte.fill(offset + character.length, byte, next);
    byte = next;
    offset += character.length;
  }
  return { startOfByte: startOfByte.subarray(0, byte), endOfByte: endOfByte.subarray(0, byte) };
}

/** Number of a character's UTF-8 bytes that are not missing. */
function knownBytes(character: string, missing: ReadonlySet<number>): number {
  if (missing.size === 0) return utf8Length(character.codePointAt(0)!);
  return Buffer.from(character, 'utf8').reduce((count, byte) => count + (missing.has(byte) ? 0 : 1), 0);
}

/** Number of UTF-8 bytes. A lone surrogate is encoded as U+FFFD, which also has three. */
function utf8Length(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}
