import { nextCut, type CutRule } from '../../core/text/tokenizationCuts';
import type { Tokens } from '../../core/tokens/tokens';
import { TokenListBuilder } from './tokenListBuilder';

/** Finds the tokens of a text that is not cut any further: calls `add` for each, with offsets into `text`. */
export type Encode = (text: string, add: (id: number, start: number, end: number) => void) => void;

/** Longer chunks hardly ever come twice. */
const LONGEST = 64;
/** Bytes that are remembered, about: English has fewer words than fit in a megabyte of it. */
const MOST_BYTES = 16_000_000;
/** What an entry takes besides its characters and numbers. */
const ENTRY_BYTES = 100;

/**
 * Tokenises a text chunk by chunk, each between two cuts, and remembers what each became: prose says the same words
 * again and again, and looking one up takes a hundredth of the time.
 */
export class ChunkCache {
  readonly #encode: Encode;
  readonly #cuts: CutRule | undefined;
  /** By chunk: id, start and end of each of its tokens, one after the other. */
  readonly #known = new Map<string, readonly number[]>();
  #bytes = 0;

  constructor(encode: Encode, cuts: CutRule | undefined) {
    this.#encode = encode;
    this.#cuts = cuts;
  }

  /** @param added how many special tokens the model puts around a text */
  encode(text: string, added: number): Tokens {
    const tokens = new TokenListBuilder();
    for (let start = 0; start < text.length;) {
      const end = nextCut(text, start, this.#cuts);
      const triples = this.#triplesOf(text.slice(start, end));
      for (let index = 0; index < triples.length; index += 3) {
        tokens.add(triples[index]!, start + triples[index + 1]!, start + triples[index + 2]!);
      }
      start = end;
    }
    return tokens.finish(added);
  }

  #triplesOf(chunk: string): readonly number[] {
    const known = this.#known.get(chunk);
    if (known) return known;
    const triples: number[] = [];
    this.#encode(chunk, (...triple) => triples.push(...triple));
    if (chunk.length <= LONGEST) this.#remember(chunk, triples);
    return triples;
  }

  #remember(chunk: string, triples: readonly number[]): void {
    this.#bytes += ENTRY_BYTES + 2 * chunk.length + 8 * triples.length;
    if (this.#bytes > MOST_BYTES) {
      this.#known.clear();
      this.#bytes = 0;
    }
    this.#known.set(copyOf(chunk), triples);
  }
}

/** V8 keeps the whole of a string in memory for a part of this length or more. */
const SHORTEST_SLICE = 13;

function copyOf(text: string): string {
  return text.length < SHORTEST_SLICE ? text : text.split('').join('');
}
