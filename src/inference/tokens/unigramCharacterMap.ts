import { graphemes } from './splitGraphemes';

const HAS_LEAF = 1 << 8;
/** Longer graphemes, in bytes of UTF-8, are looked up character by character only. */
const MAX_GRAPHEME_BYTES = 5;

/** Text as a model reads it, one character (code point) an entry, aligned to its source. */
export interface AlignedCharacters {
  readonly characters: string[];
  /** UTF-16 offsets into the source. */
  readonly starts: number[];
  readonly ends: number[];
}

/** One character of the normalised text. */
interface Change {
  readonly character: string;
  /**
   * How many source characters it replaces: one when 0, none when 1 (it was added), n more than one when −n.
   */
  change: number;
}

/**
 * SentencePiece's precompiled character map (Kudo & Richardson 2018): a trie in the layout of darts-clone, from the
 * UTF-8 of the source to an offset in a list of zero-terminated replacements. Alignments equal those of Hugging Face's
 * `Precompiled` normalizer.
 */
export class CharacterMap {
  readonly #trie: Uint32Array;
  readonly #strings: Buffer;
  readonly #cache = new Map<string, string | undefined>();

  /** Throws when `base64` is not such a map. */
  constructor(base64: string) {
    const bytes = Buffer.from(base64, 'base64');
    const size = bytes.length < 4 ? -1 : bytes.readUInt32LE(0);
    if (size < 4 || size % 4 !== 0 || 4 + size > bytes.length)
      throw new Error('The tokenizer’s character map is damaged.');
    this.#trie = Uint32Array.from({ length: size / 4 }, (_, index) => bytes.readUInt32LE(4 + 4 * index));
    this.#strings = bytes.subarray(4 + size);
  }

  /** Normalises `text`, whose first character is at `offset` of the source. */
  normalise(text: string, offset: number): AlignedCharacters {
    const changes: Change[] = [];
    for (const grapheme of graphemes(text)) {
      const whole = Buffer.byteLength(grapheme) <= MAX_GRAPHEME_BYTES ? this.#replacement(grapheme) : undefined;
      const parts = whole === undefined ? Array.from(grapheme) : [grapheme];
      for (const part of parts) {
        const replacement = whole ?? this.#replacement(part);
        if (replacement === undefined) changes.push({ character: part, change: 0 });
        else replace(changes, Array.from(part).length, Array.from(replacement));
      }
    }
    return aligned(text, offset, changes);
  }

  /** The replacement of a character or grapheme; undefined when it stays as it is. */
  #replacement(source: string): string | undefined {
    if (!this.#cache.has(source)) this.#cache.set(source, this.#lookUp(Buffer.from(source)));
    return this.#cache.get(source);
  }

  /** The replacement of the shortest prefix of `source` in the map, as in the reference. */
  #lookUp(source: Buffer): string | undefined {
    let node = offsetOf(this.#trie[0]!);
    for (const byte of source) {
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
 * Records that `count` source characters become `replacement`. Examples: ① → 1 is [1: 0]; ½ → 1⁄2 is
 * [1: 0, ⁄: 1, 2: 1]; e + U+0301 → é is [é: −1]. Removed characters are added to the character before them.
 */
function replace(changes: Change[], count: number, replacement: readonly string[]): void {
  for (const [index, character] of replacement.entries()) changes.push({ character, change: index >= count ? 1 : 0 });
  const surplus = replacement.length - count;
  const last = changes.at(-1);
  if (surplus < 0 && last) last.change += surplus;
}

/** Finds the source span of each character. */
function aligned(text: string, offset: number, changes: readonly Change[]): AlignedCharacters {
  const sizes = Array.from(text, (character) => character.length);
  const result: AlignedCharacters = { characters: [], starts: [], ends: [] };
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
