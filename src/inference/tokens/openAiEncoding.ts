import { byteSpans, bytesOf } from './byteLevelEncoding';
import { ChunkCache, type Encode } from './encodedChunkCache';
import { LONG_WORD, mergePairs } from './bytePairMerges';
import { computeOnce } from './computeOnce';
import { SPECIAL_TOKENS_AS_TEXT } from './openAiSpecialTokensAsText';
import type { Tokenizer } from './tokenizer';
import { tokensByBytes } from './tokensByBytes';

/** OpenAI's encodings by name. Each has some megabytes and is loaded when first used. */
const ENCODINGS = {
  o200k_base: () => import('./encodings/o200k_base'),
  cl100k_base: () => import('./encodings/cl100k_base'),
  r50k_base: () => import('./encodings/r50k_base'),
};

export type OpenAiEncoding = keyof typeof ENCODINGS;

export function isOpenAiEncoding(name: string): name is OpenAiEncoding {
  return Object.hasOwn(ENCODINGS, name);
}

/**
 * Loads the tokenizer of OpenAI's models with this encoding, from the library gpt-tokenizer. Special tokens spelled out
 * in the text, such as <|endoftext|>, are encoded as ordinary text, as OpenAI's API does with users' messages.
 */
export async function loadOpenAiEncoding(name: OpenAiEncoding): Promise<Tokenizer> {
  const { encode: idsOf, ranks, splitter, setMergeCacheSize } = await ENCODINGS[name]();
  // ChunkCache remembers words. The library's own cache takes ever longer to forget the oldest of a long text's words.
  setMergeCacheSize(0);
  const sizes = Array.from(ranks, (piece) => (typeof piece === 'string' ? Buffer.byteLength(piece) : piece.length));
  const idOfBytes = computeOnce(() => new Map(ranks.map((piece, id) => [Buffer.from(piece).toString('latin1'), id])));
  /** Merges long words, for which the library takes quadratic time. */
  const idsOfLongWords = (text: string) => {
    const idOf = idOfBytes();
    const ids: number[] = [];
    for (const [word] of text.matchAll(splitter)) {
      const isLong = word.length > LONG_WORD;
      const pieces = isLong && mergePairs([...bytesOf(word)], (left, right) => idOf.get(left + right));
      for (const id of pieces ? pieces.map((piece) => idOf.get(piece)!) : idsOf(word, SPECIAL_TOKENS_AS_TEXT))
        ids.push(id);
    }
    return ids;
  };
  const encode: Encode = (text, add) => {
    const ids = text.length > LONG_WORD ? idsOfLongWords(text) : idsOf(text, SPECIAL_TOKENS_AS_TEXT);
    byteSpans(text, ids, (id) => sizes[id]!, add);
  };
  const chunks = new ChunkCache(encode, 'white space');
  return {
    cuts: 'white space',
    specialTokens: 0,
    encode: (text) => chunks.encode(text, 0),
    withSpecialTokens: (ids) => ({ ids, before: 0 }),
    piece(id) {
      const piece = ranks[id];
      return typeof piece === 'string' ? piece : Buffer.from(piece ?? []).toString('utf8');
    },
    decode: (ids) => Buffer.concat(Array.from(ids, (id) => Buffer.from(ranks[id] ?? []))).toString('utf8'),
    size: sizes.length,
    startOfText: -1,
    endOfText: -1,
    mask: undefined,
    isSpecial: () => false,
    vocabularyBytes: [],
    tokensByBytes: tokensByBytes([]),
  };
}
