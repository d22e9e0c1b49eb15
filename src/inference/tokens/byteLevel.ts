import type { PreTrainedTokenizer } from '@xenova/transformers';
import type { Encode } from './chunkCache';
import { encodeAroundAddedTokens } from './addedTokens';
import { LONG_WORD, mergePairs } from './bytePairMerges';

/**
 * GPT-2 writes each byte as one printable character (https://github.com/openai/gpt-2/blob/master/src/encoder.py,
 * bytes_to_unicode): printable Latin-1 stands for itself, the rest is moved up to U+0100 and on.
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

/** The bytes that a byte-level piece stands for, one Latin-1 character a byte; a special token's are its own text's. */
export function bytesOfPiece(piece: string): string {
  let bytes = '';
  for (const character of piece) {
    const byte = BYTE_OF_CHARACTER.get(character);
    if (byte === undefined) return bytesOf(piece);
    bytes += String.fromCharCode(byte);
  }
  return bytes;
}

/** UTF-8 of a text, one Latin-1 character a byte. */
export function bytesOf(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** The text of UTF-8 bytes; a character that is cut off at the end is left out. */
export function textOfBytes(bytes: string): string {
  return new TextDecoder().decode(Buffer.from(bytes, 'latin1'), { stream: true });
}

/**
 * Encodes as byte-level BPE (Radford et al. 2019), with source spans. A piece that holds only some bytes of a character
 * spans the whole character, as in Hugging Face's tokenizers.
 */
export function byteLevel(tokenizer: PreTrainedTokenizer, bytesOfId: readonly string[]): Encode {
  useUnicodeSpaces(tokenizer);
  useFastMerges(tokenizer);
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

/** Adds each token with its source span, given how many bytes of UTF-8 it has. Throws when they do not spell `text`. */
export function byteSpans(
  text: string,
  ids: readonly number[],
  sizeOf: (id: number) => number,
  add: Parameters<Encode>[1],
): void {
  const { startOfByte, endOfByte } = characterOfEachByte(text);
  let byte = 0;
  for (const id of ids) {
    const next = byte + sizeOf(id);
    add(id, startOfByte[byte]!, endOfByte[next - 1]!);
    byte = next;
  }
  if (byte !== startOfByte.length) throw new Error('This tokenizer rewrites text in a way that is not known.');
}

/**
 * GPT-2's split into words, with Unicode's White_Space as the reference has it: JavaScript's \s also takes U+FEFF and
 * leaves out U+0085.
 */
const GPT2_WORDS =
  /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\p{White_Space}\p{L}\p{N}]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu;

function useUnicodeSpaces(tokenizer: PreTrainedTokenizer): void {
  const splitter = tokenizer._tokenizer.pre_tokenizer as { config?: { type?: string }; pattern?: RegExp } | null;
  if (splitter?.config?.type === 'ByteLevel') splitter.pattern = GPT2_WORDS;
}

/** What of transformers.js's BPE is used here. */
interface Bpe {
  bpe(word: string): string[];
  readonly bpe_ranks: ReadonlyMap<string, number>;
  readonly end_of_word_suffix?: string | null;
  readonly continuing_subword_suffix?: string | null;
}

/** Long words are merged by us, when the model puts nothing of its own at their ends. */
function useFastMerges(tokenizer: PreTrainedTokenizer): void {
  const model = tokenizer._tokenizer.model as unknown as Bpe;
  if (model.end_of_word_suffix || model.continuing_subword_suffix) return;
  const own = model.bpe.bind(model);
  const rankOf = (left: string, right: string) => model.bpe_ranks.get(JSON.stringify([left, right]));
  model.bpe = (word) => (word.length > LONG_WORD ? mergePairs([...word], rankOf) : own(word));
}

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

/** A lone surrogate is encoded as U+FFFD: three bytes like its neighbours. */
function utf8Length(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}
