import FlatQueue from 'flatqueue';

/** Words longer than this, in UTF-16 code units, are merged here: up to it, the libraries are as fast. */
export const LONG_WORD = 500;

/** Positions in a word are smaller, and ranks times this are still exact integers. */
const POSITIONS = 2 ** 32;
const NONE = -1;

/** Two adjacent pieces merged into one. */
interface Merge {
  readonly rank: number;
  readonly piece: number;
}

/**
 * Byte-pair encoding (Sennrich et al. 2016) of one word: repeatedly merges the pair with the lowest rank, the first of
 * equal ones, until no pair has a rank. It takes n·log n steps, where gpt-tokenizer takes n² and transformers.js makes
 * an object for each; a line of base64 can be a word of megabytes.
 *
 * @param parts the word's initial pieces
 * @param rankOf undefined for a pair that is never merged
 */
export function mergePairs(
  parts: readonly string[],
  rankOf: (left: string, right: string) => number | undefined,
): string[] {
  const vocabulary = new PieceVocabulary(rankOf);
  const { length } = parts;
  const word = Int32Array.from(parts, (part) => vocabulary.indexOf(part));
  const previous = Int32Array.from(parts, (_, at) => at - 1);
  const next = Int32Array.from(parts, (_, at) => (at + 1 < length ? at + 1 : NONE));
  const mergeAt = (at: number) => {
    if (at === NONE || word[at] === NONE || next[at] === NONE) return undefined;
    return vocabulary.merge(word[at]!, word[next[at]!]!);
  };
  // Queues positions. Priorities order them by rank, then by position: only equal entries share one.
  const queue = new FlatQueue();
  const enqueue = (at: number) => {
    const merge = mergeAt(at);
    if (merge) queue.push(at, merge.rank * POSITIONS + at);
  };
  for (let at = 0; at < length; at++) enqueue(at);
  for (let priority = queue.peekValue(); priority !== undefined; priority = queue.peekValue()) {
    const at = queue.pop()!;
    const merge = mergeAt(at);
    // The entry is outdated if one of its pieces has been merged since.
    if (!merge || merge.rank !== (priority - at) / POSITIONS) continue;
    const second = next[at]!;
    word[at] = merge.piece;
    word[second] = NONE;
    next[at] = next[second]!;
    if (next[at] !== NONE) previous[next[at]!] = at;
    enqueue(previous[at]!);
    enqueue(at);
  }
  return Array.from(
    word.filter((piece) => piece !== NONE),
    (piece) => vocabulary.pieces[piece]!,
  );
}

/** Numbers the pieces of one word, and looks up each pair's merge once. */
class PieceVocabulary {
  readonly pieces: string[] = [];
  readonly #indices = new Map<string, number>();
  readonly #merges = new Map<number, Merge | undefined>();
  readonly #rankOf: (left: string, right: string) => number | undefined;

  constructor(rankOf: (left: string, right: string) => number | undefined) {
    this.#rankOf = rankOf;
  }

  indexOf(piece: string): number {
    const index = this.#indices.get(piece) ?? this.pieces.push(piece) - 1;
    this.#indices.set(piece, index);
    return index;
  }

  /** @returns undefined for a pair that is never merged */
  merge(left: number, right: number): Merge | undefined {
    const pair = left * POSITIONS + right;
    if (this.#merges.has(pair)) return this.#merges.get(pair);
    const [first, second] = [this.pieces[left]!, this.pieces[right]!];
    const rank = this.#rankOf(first, second);
    const merge = rank === undefined ? undefined : { rank, piece: this.indexOf(first + second) };
    this.#merges.set(pair, merge);
    return merge;
  }
}
