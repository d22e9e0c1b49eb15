const HAS_LEAF = 1 << 8;
const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** Longer graphemes, in bytes of UTF-8, are looked up character by character only. */
const LONGEST_GRAPHEME = 5;

/** Text as a model reads it, one character (code point) an entry, with where each comes from. */
export interface Characters {
  readonly characters: string[];
  /** UTF-16 offsets into the source. */
  readonly starts: number[];
  readonly ends: number[];
}

/**
 * SentencePiece's precompiled character map (Kudo & Richardson 2018): a trie in the layout of darts-clone, from the UTF-8 of
 * what is written to the place of what is read in a list of strings that end with a zero byte. Alignments are those of
 * Hugging Face's `Precompiled` normalizer.
 */
export class Charsmap {
  readonly #trie: Uint32Array;
  readonly #strings: Buffer;
  readonly #known = new Map<string, string | undefined>();

  /** Throws when `base64` is no such map. */
  constructor(base64: string) {
    const bytes = Buffer.from(base64, 'base64');
    const size = bytes.length < 4 ? -1 : bytes.readUInt32LE(0);
    if (size < 4 || size % 4 !== 0 || 4 + size > bytes.length)
      throw new Error('The tokenizer’s character map is damaged.');
    this.#trie = Uint32Array.from({ length: size / 4 }, (_, index) => bytes.readUInt32LE(4 + 4 * index));
    this.#strings = bytes.subarray(4 + size);
  }

  /** What is read of `text`, whose first character stands at `offset`. */
  normalise(text: string, offset: number): Characters {
    const changes: { character: string; change: number }[] = [];
    for (const { segment } of GRAPHEMES.segment(text)) {
      const whole = Buffer.byteLength(segment) <= LONGEST_GRAPHEME ? this.#read(segment) : undefined;
      const parts = whole === undefined ? Array.from(segment) : [segment];
      for (const part of parts) {
        const read = whole ?? this.#read(part);
        if (read === undefined) changes.push({ character: part, change: 0 });
        else replace(changes, Array.from(part).length, Array.from(read));
      }
    }
    return aligned(text, offset, changes);
  }

  /** What is read of a character or grapheme; undefined when it is read as it is. */
  #read(written: string): string | undefined {
    if (!this.#known.has(written)) this.#known.set(written, this.#lookUp(Buffer.from(written)));
    return this.#known.get(written);
  }

  /** The shortest beginning of `written` that the map knows decides, as in the reference. */
  #lookUp(written: Buffer): string | undefined {
    let node = offsetOf(this.#trie[0]!);
    for (const byte of written) {
      if (byte === 0) return undefined;
      node ^= byte;
      const unit = this.#trie[node];
      if (unit === undefined || (unit & 0x800000ff) >>> 0 !== byte) return undefined;
      node ^= offsetOf(unit);
      if (unit & HAS_LEAF) {
        const start = this.#trie[node]! & 0x7fffffff;
        return this.#strings.toString('utf8', start, this.#strings.indexOf(0, start));
      }
    }
    return undefined;
  }
}

function offsetOf(unit: number): number {
  return (unit >>> 10) << ((unit & (1 << 9)) >>> 6);
}

/**
 * Notes that `count` characters are read as `read`: 1 stands at a character that was added, a negative number at one that
 * takes so many more with it.
 */
function replace(changes: { character: string; change: number }[], count: number, read: string[]): void {
  const added = read.length - count;
  for (const [index, character] of read.entries()) changes.push({ character, change: index >= count ? 1 : 0 });
  const last = changes.at(-1);
  if (added < 0 && last) last.change += added;
}

/** Which character of `text` each one comes from. */
function aligned(text: string, offset: number, changes: { character: string; change: number }[]): Characters {
  const sizes = Array.from(text, (character) => character.length);
  const result: Characters = { characters: [], starts: [], ends: [] };
  let next = 0;
  let position = offset;
  let start = offset;
  const take = () => (position += sizes[next++] ?? 0);
  for (const { character, change } of changes) {
    if (change <= 0) {
      start = position;
      take();
    }
    result.characters.push(character);
    result.starts.push(start);
    result.ends.push(change <= 0 ? position : (result.ends.at(-1) ?? offset));
    for (let taken = 0; taken > change; taken--) take();
  }
  return result;
}
