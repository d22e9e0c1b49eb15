import { nextCut, type CutRule } from '../../core/text/independentTokenizationPoints';
import type { Tokens } from '../../core/tokens/tokenSpans';
import { TokenListBuilder } from './tokenListBuilder';

/** Receives a token and its source span, in UTF-16 offsets. */
export type AddToken = (id: number, start: number, end: number) => void;

/** Encodes one chunk: calls `add` for each of its tokens in order, with offsets into `text`. */
export type Encode = (text: string, add: AddToken) => void;

/** Longest chunk that is cached, in UTF-16 code units: longer ones hardly ever recur. */
const MAX_CHUNK_LENGTH = 64;
/** Approximate size of the cache in bytes. English has fewer words than fit in one megabyte. */
const MAX_BYTES = 16_000_000;
/** Overhead of a cache entry beside its characters and numbers. */
const ENTRY_BYTES = 100;

/**
 * Tokenizes a text in chunks between two cuts and caches the tokens of each chunk. Prose repeats its words, and a
 * look-up takes a hundredth of the time.
 */
export class ChunkCache {
  readonly #encode: Encode;
  readonly #cuts: CutRule | undefined;
  /** By chunk: id, start and end of each token, one after the other. */
  readonly #cache = new Map<string, readonly number[]>();
  #bytes = 0;

  constructor(encode: Encode, cuts: CutRule | undefined) {
    this.#encode = encode;
    this.#cuts = cuts;
  }

  /**
   * Throws when a part without white space is too long: some four million Chinese letters.
   *
   * @param specialTokens number of special tokens that the model adds around a text
   */
  encode(text: string, specialTokens: number): Tokens {
    const tokens = new TokenListBuilder();
    for (let start = 0; start < text.length;) {
      const end = nextCut(text, start, this.#cuts);
      const triples = this.#triplesOf(text.slice(start, end));
      for (let index = 0; index < triples.length; index += 3) {
        tokens.add(triples[index]!, start + triples[index + 1]!, start + triples[index + 2]!);
      }
      start = end;
    }
    return tokens.finish(specialTokens);
  }

  #triplesOf(chunk: string): readonly number[] {
    const cached = this.#cache.get(chunk);
    if (cached) return cached;
    const triples: number[] = [];
    try {
      this.#encode(chunk, (...triple) => triples.push(...triple));
    } catch (error) {
      throw isTooLongForPattern(error) ? tooLong(chunk) : error;
    }
    if (chunk.length <= MAX_CHUNK_LENGTH) this.#store(chunk, triples);
    return triples;
  }

  #store(chunk: string, triples: readonly number[]): void {
    this.#bytes += ENTRY_BYTES + 2 * chunk.length + 8 * triples.length;
    if (this.#bytes > MAX_BYTES) {
      this.#cache.clear();
      this.#bytes = 0;
    }
    this.#cache.set(detached(chunk), triples);
  }
}

/** V8 throws this when a pattern for words would have to remember more places in a word than it has memory for. */
function isTooLongForPattern(error: unknown): boolean {
  return error instanceof RangeError && error.message.startsWith('Maximum call stack size exceeded');
}

function tooLong(chunk: string): Error {
  const characters = chunk.length.toLocaleString('en');
  return new Error(`${characters} characters without white space are too long to be counted. Break them into lines.`);
}

/** V8 stores a substring of at least this length as a reference to the whole string. */
const SHORTEST_SLICE = 13;

/** Copies a substring, so that it does not keep the whole string in memory. */
function detached(text: string): string {
  return text.length < SHORTEST_SLICE ? text : text.split('').join('');
}
