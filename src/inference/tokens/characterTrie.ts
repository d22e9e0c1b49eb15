const HAS_LEAF = 1 << 8;

/**
 * The bytes of a `precompiled_charsmap`. Throws a TypeError for a text that Hugging Face's tokenizers cannot parse: they would end
 * the process.
 */
export function characterMapIn(base64: unknown): Uint8Array {
  if (typeof base64 !== 'string' || base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(base64))
    throw new TypeError('The character map is not base64.');
  const bytes = Buffer.from(base64, 'base64');
  const size = bytes.length < 4 ? -1 : bytes.readUInt32LE(0);
  if (size < 4 || size % 4 !== 0 || 4 + size > bytes.length) throw new TypeError('The character map has no trie.');
  new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(4 + size));
  return bytes;
}

/** What a prefix of a text is replaced by. */
export interface Replacement {
  /** UTF-8 bytes of the prefix. */
  readonly length: number;
  readonly text: string;
}

/**
 * The replacements of SentencePiece's precompiled character map (Kudo & Richardson 2018): a trie in the layout of darts-clone,
 * from the UTF-8 of the source to an offset in a list of zero-terminated texts.
 */
export class CharacterTrie {
  readonly #units: Uint32Array;
  readonly #texts: Buffer;

  /** Throws when the bytes are no such map. */
  constructor(map: Uint8Array) {
    const bytes = Buffer.from(map.buffer, map.byteOffset, map.byteLength);
    const size = bytes.length < 4 ? -1 : bytes.readUInt32LE(0);
    if (size < 4 || size % 4 !== 0 || 4 + size > bytes.length)
      throw new Error('The tokenizer’s character map is damaged.');
    this.#units = Uint32Array.from({ length: size / 4 }, (_, index) => bytes.readUInt32LE(4 + 4 * index));
    this.#texts = bytes.subarray(4 + size);
  }

  /** The prefixes of the source from byte `start` on that are replaced, the shortest first. */
  *prefixes(source: Uint8Array, start = 0): Generator<Replacement> {
    let node = offsetOf(this.#units[0]!);
    for (let at = start; at < source.length; at++) {
      const byte = source[at]!;
      if (byte === 0) return;
      node ^= byte;
      const unit = this.#units[node];
      if (unit === undefined || (unit & 0x800000ff) >>> 0 !== byte) return;
      node ^= offsetOf(unit);
      if (unit & HAS_LEAF) {
        const from = this.#units[node]! & 0x7fffffff;
        yield { length: at + 1 - start, text: this.#texts.toString('utf8', from, this.#texts.indexOf(0, from)) };
      }
    }
  }
}

function offsetOf(unit: number): number {
  return (unit >>> 10) << ((unit & (1 << 9)) >>> 6);
}
