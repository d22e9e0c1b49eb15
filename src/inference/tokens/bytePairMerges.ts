import { NumberHeap } from './numberHeap';

/** UTF-16 code units of a word up to which the libraries' own way is as fast. */
export const LONG_WORD = 500;

/** Positions in a word are below this; ranks times this are whole numbers still. */
const POSITIONS = 2 ** 32;
const NONE = -1;

/** Two pieces that stand side by side, as one. */
interface Merge {
  readonly rank: number;
  readonly piece: number;
}

/**
 * Byte-pair encoding (Sennrich et al. 2016) of one word: of all pairs that may be merged, the one of the lowest rank is, and
 * of equal ones the first, until there is none. It takes n·log n steps, where gpt-tokenizer takes the square of n and
 * transformers.js makes an object for each; a line of base64 can be a word of megabytes.
 *
 * @param parts pieces that the word begins with
 * @param rankOf undefined for a pair that is never merged
 */
export function mergePairs(
  parts: readonly string[],
  rankOf: (left: string, right: string) => number | undefined,
): string[] {
  const pieces: string[] = [];
  const indices = new Map<string, number>();
  const indexOf = (piece: string): number => {
    const index = indices.get(piece) ?? pieces.push(piece) - 1;
    indices.set(piece, index);
    return index;
  };
  const merges = new Map<number, Merge | undefined>();
  const mergeOf = (left: number, right: number): Merge | undefined => {
    const pair = left * POSITIONS + right;
    if (merges.has(pair)) return merges.get(pair);
    const rank = rankOf(pieces[left]!, pieces[right]!);
    const merge = rank === undefined ? undefined : { rank, piece: indexOf(pieces[left]! + pieces[right]!) };
    merges.set(pair, merge);
    return merge;
  };

  const { length } = parts;
  const word = Int32Array.from(parts, indexOf);
  const before = Int32Array.from(parts, (_, at) => at - 1);
  const behind = Int32Array.from(parts, (_, at) => (at + 1 < length ? at + 1 : NONE));
  const queue = new NumberHeap();
  const mergeAt = (at: number) => {
    if (at === NONE || word[at] === NONE || behind[at] === NONE) return undefined;
    return mergeOf(word[at]!, word[behind[at]!]!);
  };
  const offer = (at: number) => {
    const merge = mergeAt(at);
    if (merge) queue.push(merge.rank * POSITIONS + at);
  };
  for (let at = 0; at < length; at++) offer(at);
  for (let best = queue.pop(); best !== undefined; best = queue.pop()) {
    const at = best % POSITIONS;
    const merge = mergeAt(at);
    // One of the two may have become part of another piece since.
    if (!merge || merge.rank !== (best - at) / POSITIONS) continue;
    const second = behind[at]!;
    word[at] = merge.piece;
    word[second] = NONE;
    behind[at] = behind[second]!;
    if (behind[at] !== NONE) before[behind[at]!] = at;
    offer(before[at]!);
    offer(at);
  }
  return Array.from(
    word.filter((piece) => piece !== NONE),
    (piece) => pieces[piece]!,
  );
}
