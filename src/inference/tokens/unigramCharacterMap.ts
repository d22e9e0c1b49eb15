import { characterMapIn, CharacterTrie } from './characterTrie';
import { graphemes } from './splitGraphemes';

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

/** A character map as Hugging Face's `Precompiled` normalizer applies it, with its alignments. */
export class CharacterMap {
  readonly #trie: CharacterTrie;
  readonly #cache = new Map<string, string | undefined>();

  /** Throws when `base64` is not such a map. */
  constructor(base64: string) {
    this.#trie = new CharacterTrie(characterMapIn(base64));
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

  /** The replacement of a character or grapheme, by its shortest prefix in the map; undefined when it stays as it is. */
  #replacement(source: string): string | undefined {
    if (!this.#cache.has(source)) this.#cache.set(source, this.#trie.prefixes(Buffer.from(source)).next().value?.text);
    return this.#cache.get(source);
  }
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
