import { byteSpans, bytesOf } from './byteLevelEncoding';
import { ChunkCache, type Encode } from './encodedChunkCache';
import { mergePairs } from './bytePairMerges';
import { cl100kWords, o200kWords, r50kWords } from './openAiWords';
import type { Tokenizer } from './tokenizer';
import { tokensByBytes } from './tokensByBytes';

/** The bytes of each token by id: as a text where they are UTF-8; holes where an id is not used. */
type Ranks = readonly (string | readonly number[] | undefined)[];

interface Encoding {
  /** Some megabytes, loaded when first used. */
  readonly ranks: () => Promise<{ readonly ranks: Ranks }>;
  readonly words: RegExp;
}

const o200k: Encoding = { ranks: () => import('./encodings/o200k_base'), words: o200kWords };

/** OpenAI's encodings by name. That of gpt-oss, harmony, differs from o200k_base in its special tokens only. */
const ENCODINGS = {
  o200k_base: o200k,
  o200k_harmony: o200k,
  cl100k_base: { ranks: () => import('./encodings/cl100k_base'), words: cl100kWords },
  p50k_base: { ranks: () => import('./encodings/p50k_base'), words: r50kWords },
  r50k_base: { ranks: () => import('./encodings/r50k_base'), words: r50kWords },
} satisfies Readonly<Record<string, Encoding>>;

export type OpenAiEncoding = keyof typeof ENCODINGS;

export function isOpenAiEncoding(name: string): name is OpenAiEncoding {
  return Object.hasOwn(ENCODINGS, name);
}

/**
 * Loads the tokenizer of OpenAI's models with this encoding, whose vocabulary the library gpt-tokenizer carries. Special tokens
 * spelled out in the text, such as <|endoftext|>, are encoded as ordinary text, as OpenAI's API does with users' messages.
 */
export async function loadOpenAiEncoding(name: OpenAiEncoding): Promise<Tokenizer> {
  const { ranks, words } = ENCODINGS[name];
  const pieces = (await ranks()).ranks;
  const bytesOfId = pieces.map((piece) => (piece === undefined ? '' : bytesOfPiece(piece)));
  const idOf = new Map<string, number>();
  for (const [id, bytes] of bytesOfId.entries()) if (bytes !== '') idOf.set(bytes, id);
  const rankOf = (left: string, right: string) => idOf.get(left + right);
  const encode: Encode = (text, add) => {
    const ids: number[] = [];
    for (const [word] of text.matchAll(words)) {
      const bytes = bytesOf(word);
      const id = idOf.get(bytes);
      if (id !== undefined) ids.push(id);
      else for (const piece of mergePairs([...bytes], rankOf)) ids.push(idOf.get(piece)!);
    }
    byteSpans(text, ids, (id) => bytesOfId[id]!.length, add);
  };
  const chunks = new ChunkCache(encode, 'white space');
  return {
    cuts: 'white space',
    specialTokens: 0,
    encode: (text) => chunks.encode(text, 0),
    encodeChat: (text) => chunks.encode(text, 0),
    withSpecialTokens: (ids) => ({ ids, before: 0 }),
    piece: (id) => Buffer.from(bytesOfId[id] ?? '', 'latin1').toString('utf8'),
    decode: (ids) => Buffer.from(Array.from(ids, (id) => bytesOfId[id] ?? '').join(''), 'latin1').toString('utf8'),
    size: pieces.length,
    startOfText: -1,
    endOfText: -1,
    mask: undefined,
    isSpecial: () => false,
    vocabularyBytes: [],
    tokensByBytes: tokensByBytes([]),
  };
}

function bytesOfPiece(piece: string | readonly number[]): string {
  return typeof piece === 'string' ? bytesOf(piece) : String.fromCharCode(...piece);
}
