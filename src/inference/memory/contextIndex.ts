/** Stands between texts: no token, so that no match reaches over it. */
export const SEPARATOR = -1;

/** Most tokens of a context that are compared. */
export const DEEPEST_MATCH = 32;

/** From this many positions on, a range is divided further; below it, insertion sort is faster. */
const SMALL = 12;

/**
 * Finds where a context occurred in a text, and with it what followed: a suffix array (Manber and Myers 1993) of the reversed
 * tokens. Its positions are sorted by the tokens before them, the nearest first, so that all contexts with the same end are
 * neighbours.
 */
export class ContextIndex {
  readonly tokens: Int32Array;
  readonly #sorted: Int32Array;

  /** @param tokens texts with a SEPARATOR before, between and after them */
  constructor(tokens: Int32Array) {
    this.tokens = tokens;
    const positions = new Int32Array(tokens.length);
    let count = 0;
    for (let position = 0; position < tokens.length; position++) {
      if (tokens[position] !== SEPARATOR) positions[count++] = position;
    }
    sortByContext(tokens, positions, 0, count, 1);
    this.#sorted = positions.subarray(0, count);
  }

  /**
   * Where the ends of `context` occur: indices into the tokens of what followed, for the last token alone, the last two, and so
   * on, as far as there are any.
   */
  find(context: Int32Array): Int32Array[] {
    let [low, high] = [0, this.#sorted.length];
    const found: Int32Array[] = [];
    while (found.length < Math.min(context.length, DEEPEST_MATCH)) {
      const token = context[context.length - 1 - found.length]!;
      low = this.#firstNotBelow(token, found.length + 1, low, high);
      high = this.#firstNotBelow(token + 1, found.length + 1, low, high);
      if (low === high) break;
      found.push(this.#sorted.subarray(low, high));
    }
    return found;
  }

  /** The first place in [low, high) of the sorted positions where the token `back` before the position is at least `token`. */
  #firstNotBelow(token: number, back: number, low: number, high: number): number {
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.tokens[this.#sorted[middle]! - back]! < token) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/**
 * Sorts positions [low, high) by the tokens from `back` tokens before them backwards: multikey quicksort (Bentley and Sedgewick
 * 1997). Contexts that are the same up to DEEPEST_MATCH or a separator stay in any order.
 */
function sortByContext(tokens: Int32Array, positions: Int32Array, low: number, high: number, back: number): void {
  while (high - low > SMALL) {
    const pivot = tokens[positions[(low + high) >> 1]! - back]!;
    let [below, index, above] = [low, low, high];
    while (index < above) {
      const position = positions[index]!;
      const token = tokens[position - back]!;
      if (token === pivot) index++;
      else if (token < pivot) {
        positions[index++] = positions[below]!;
        positions[below++] = position;
      } else {
        positions[index] = positions[--above]!;
        positions[above] = position;
      }
    }
    sortByContext(tokens, positions, low, below, back);
    if (pivot !== SEPARATOR && back < DEEPEST_MATCH) sortByContext(tokens, positions, below, above, back + 1);
    low = above;
  }
  for (let end = low + 1; end < high; end++) {
    const position = positions[end]!;
    let place = end;
    while (place > low && compareContexts(tokens, positions[place - 1]!, position, back) > 0) {
      positions[place] = positions[place - 1]!;
      place--;
    }
    positions[place] = position;
  }
}

function compareContexts(tokens: Int32Array, a: number, b: number, back: number): number {
  for (let distance = back; distance <= DEEPEST_MATCH; distance++) {
    const [tokenOfA, tokenOfB] = [tokens[a - distance]!, tokens[b - distance]!];
    if (tokenOfA !== tokenOfB) return tokenOfA - tokenOfB;
    if (tokenOfA === SEPARATOR) return 0;
  }
  return 0;
}
