/** The tokens of a byte-level vocabulary, found by their bytes: one Latin-1 character a byte. */
export interface TokensByBytes {
  /** Ids of all tokens that begin with these bytes and are longer. */
  beyond(bytes: string): Uint32Array;
  /** Id of the token that has exactly these bytes; undefined when there is none. */
  exactly(bytes: string): number | undefined;
}

/**
 * Sorts the tokens by their bytes, so that those that begin alike stand together, and binary search finds them.
 *
 * @param vocabularyBytes bytes of every token; may have holes
 */
export function tokensByBytes(vocabularyBytes: readonly string[]): TokensByBytes {
  const bytesOf = (id: number) => vocabularyBytes[id]!;
  const ids = Uint32Array.from(vocabularyBytes.keys())
    .filter((id) => vocabularyBytes[id] !== undefined)
    .sort((a, b) => (bytesOf(a) < bytesOf(b) ? -1 : 1));
  /** Index of the first token for which `isBehind` is true; it is true for all tokens after that, too. */
  const first = (isBehind: (bytes: string) => boolean) => {
    let low = 0;
    let high = ids.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBehind(bytesOf(ids[middle]!))) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  return {
    beyond: (prefix) =>
      ids.subarray(
        first((bytes) => bytes > prefix),
        first((bytes) => bytes > prefix && !bytes.startsWith(prefix)),
      ),
    exactly(bytes) {
      const id = ids[first((other) => other >= bytes)];
      return id !== undefined && bytesOf(id) === bytes ? id : undefined;
    },
  };
}
