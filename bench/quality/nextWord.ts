import type { Writer } from '../../src/inference/generation/complete';
import { topToken, logSumExp } from '../../src/inference/generation/topTokens';
import { textOfBytes } from '../../src/inference/tokens/byteLevel';

/** Sums over a passage. */
export interface Score {
  readonly bits: number;
  readonly characters: number;
  readonly words: number;
  readonly wordsRight: number;
}

/** Tokens at the start of a passage that are read but not scored: they have hardly any left context. */
const UNSCORED = 64;
const WORD = /[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}]+)*/gu;

/**
 * Reads as much of `text` as fits the context window, in one pass.
 *
 * Bits are −log₂ of each token's probability. A word is right when greedy decoding from the token that holds its first
 * letter writes the whole word and then something that does not go on with it: greedy decoding reaches a word's later
 * tokens only through its right earlier ones, so one pass over the true text tells.
 */
export async function scorePassage({ reader, tokenizer, contextLength }: Writer, text: string): Promise<Score> {
  const { ids, starts, ends } = tokenizer.encode(text);
  const length = Math.min(ids.length, contextLength - 1);
  const logits = await reader.read(Int32Array.of(tokenizer.endOfText, ...ids.subarray(0, length)), length + 1);
  const size = logits.length / (length + 1);
  const rows = Array.from({ length: length + 1 }, (_, index) => logits.subarray(index * size, (index + 1) * size));
  const guesses = rows.map((row) => topToken(row).id);

  let bits = 0;
  for (let index = UNSCORED; index < length; index++) {
    bits += (logSumExp(rows[index]!) - rows[index]![ids[index]!]!) / Math.LN2;
  }
  let words = 0;
  let wordsRight = 0;
  for (const word of text.matchAll(WORD)) {
    const end = word.index + word[0].length;
    const first = ends.findIndex((tokenEnd) => tokenEnd > word.index);
    const behind = ends.findIndex((tokenEnd) => tokenEnd >= end) + 1;
    if (first < UNSCORED || behind === 0 || behind > length) continue;
    words++;
    const isWritten = guesses.slice(first, behind).every((guess, index) => guess === ids[first + index]);
    const next = textOfBytes(tokenizer.vocabularyBytes[guesses[behind]!]!);
    if (isWritten && ends[behind - 1] === end && !goesOnWithWord(next)) wordsRight++;
  }
  const scored = length > UNSCORED ? text.slice(starts[UNSCORED], ends[length - 1]) : '';
  return { bits, characters: [...scored].length, words, wordsRight };
}

function goesOnWithWord(text: string): boolean {
  return /^[\p{L}\p{M}\p{N}]/u.test(text);
}
