import type { CausalModel } from '../../src/inference/generation/causalModel';
import { topToken, logSumExp } from '../../src/inference/generation/topTokens';
import { textOfBytes } from '../../src/inference/tokens/byteLevelEncoding';

/** Sums over a passage. */
export interface PassageScore {
  /** −log₂ of the probability of all scored tokens. */
  readonly bits: number;
  /** Unicode characters of these tokens. */
  readonly characters: number;
  /** Scored words, and how many of them the model would have written. */
  readonly words: number;
  readonly wordsRight: number;
}

/** Tokens at the start of a model's window that are not scored, because they have little left context. */
const UNSCORED = 64;
/** A word with inner apostrophes: “didn’t”. */
const WORD = /[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}]+)*/gu;

/**
 * Scores the words and tokens of `text` that begin at `from` or behind it, in one forward pass over as much of the text's
 * end as fits the context window.
 *
 * A word is right when greedy decoding, from the token with its first letter, yields the whole word and then a token
 * that does not continue it. Greedy decoding reaches a word's later tokens only through correct earlier ones, so a pass
 * over the true text shows it.
 *
 * @param from UTF-16 offset
 */
export async function scorePassage(
  { reader, tokenizer, contextLength }: CausalModel,
  text: string,
  from = 0,
): Promise<PassageScore> {
  const all = tokenizer.encode(text);
  const cut = Math.max(0, all.ids.length - (contextLength - 1));
  const [ids, starts, ends] = [all.ids.subarray(cut), all.starts.slice(cut), all.ends.slice(cut)];
  const length = ids.length;
  const behind = starts.findIndex((start) => start >= from);
  const firstScored = Math.min(length, Math.max(UNSCORED, behind < 0 ? length : behind));
  const keep = length + 1 - firstScored;
  const logits = await reader.read(Int32Array.of(tokenizer.startOfText, ...ids), keep);
  const size = logits.length / keep;
  /** Logits of each token from the first scored one on, and of one more behind the last. */
  const rows: Record<number, Float32Array> = {};
  for (let row = 0; row < keep; row++) rows[firstScored + row] = logits.subarray(row * size, (row + 1) * size);
  const guesses: Record<number, number> = {};
  for (const [index, row] of Object.entries(rows)) guesses[Number(index)] = topToken(row).id;

  let bits = 0;
  for (let index = firstScored; index < length; index++) {
    bits += (logSumExp(rows[index]!) - rows[index]![ids[index]!]!) / Math.LN2;
  }
  let words = 0;
  let wordsRight = 0;
  for (const word of text.matchAll(WORD)) {
    const end = word.index + word[0].length;
    const first = ends.findIndex((tokenEnd) => tokenEnd > word.index);
    const next = ends.findIndex((tokenEnd) => tokenEnd >= end) + 1;
    if (first < firstScored || next === 0) continue;
    words++;
    const isPredicted = ids.subarray(first, next).every((id, index) => id === guesses[first + index]);
    const nextText = textOfBytes(tokenizer.vocabularyBytes[guesses[next]!]!);
    if (isPredicted && ends[next - 1] === end && !continuesWord(nextText)) wordsRight++;
  }
  const scored = length > firstScored ? text.slice(starts[firstScored], ends[length - 1]) : '';
  return { bits, characters: [...scored].length, words, wordsRight };
}

function continuesWord(text: string): boolean {
  return /^[\p{L}\p{M}\p{N}]/u.test(text);
}
