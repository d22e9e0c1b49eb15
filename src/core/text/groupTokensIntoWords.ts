import type { Span } from './span';

const LETTER = /^[\p{L}\p{M}\p{N}_'’]$/u;
const SPACE = /^\s$/u;
const LETTER_OR_NUMBER = /[\p{L}\p{N}]/u;
const WORDS = new Intl.Segmenter(undefined, { granularity: 'word' });

type CharacterKind = 'letter' | 'space' | 'symbol';

/** A word with at least one letter or number, and the indices of its tokens. */
export interface TokenizedWord extends Span {
  readonly tokens: readonly number[];
}

/**
 * Groups tokens into words and runs of symbols: the token indices of each, in order. Models that tokenize a text
 * differently get the same words, except for white space and special tokens.
 *
 * @param pieces text of each token
 * @param starts UTF-16 offset of each token; −1 for special tokens, which stay alone. `ends` likewise
 */
export function wordsOf(pieces: readonly string[], starts: ArrayLike<number>, ends: ArrayLike<number>): number[][] {
  const runs: number[][] = [];
  for (const token of pieces.keys()) {
    if (token > 0 && continuesRun(token, pieces, starts, ends)) runs.at(-1)!.push(token);
    else runs.push([token]);
  }
  return runs.flatMap((run) => splitIntoWords(run, pieces, starts));
}

/** The words of `text`, given the spans of its tokens; their spans exclude the space before a word. */
export function wordsIn(text: string, starts: ArrayLike<number>, ends: ArrayLike<number>): TokenizedWord[] {
  const pieces = Array.from(starts, (start, token) => text.slice(start, ends[token]));
  return wordsOf(pieces, starts, ends)
    .map((tokens) => {
      const [first, last] = [tokens[0]!, tokens.at(-1)!];
      const leadingSpace = pieces[first]!.length - pieces[first]!.trimStart().length;
      return { start: starts[first]! + leadingSpace, end: ends[last]!, tokens };
    })
    .filter(({ start, end }) => LETTER_OR_NUMBER.test(text.slice(start, end)));
}

/** Whether a token adjoins the token before and continues its letters or symbols, or shares a character with it. */
function continuesRun(
  token: number,
  pieces: readonly string[],
  starts: ArrayLike<number>,
  ends: ArrayLike<number>,
): boolean {
  const [start, endBefore] = [starts[token]!, ends[token - 1]!];
  if (start < 0 || endBefore < 0 || start > endBefore) return false;
  const kind = kindOf([...pieces[token]!].at(0));
  return start < endBefore || (kind !== 'space' && kind === kindOf([...pieces[token - 1]!].at(-1)));
}

/** Splits a run of letters where words start: scripts without spaces have several words in a run. */
function splitIntoWords(run: readonly number[], pieces: readonly string[], starts: ArrayLike<number>): number[][] {
  if (run.length === 1) return [[...run]];
  const start = starts[run[0]!]!;
  let text = '';
  // Tokens can share a character; it counts once.
  for (const token of run) if (starts[token]! - start >= text.length) text += pieces[token];
  const wordStarts = new Set(Array.from(WORDS.segment(text), ({ index }) => index));
  const isSymbols = kindOf([...text.trimStart()].at(0)) === 'symbol';
  const words: number[][] = [];
  for (const [index, token] of run.entries()) {
    const isSameCharacter = index > 0 && starts[token] === starts[run[index - 1]!];
    const startsWord = !isSymbols && !isSameCharacter && wordStarts.has(starts[token]! - start);
    if (index === 0 || startsWord) words.push([token]);
    else words.at(-1)!.push(token);
  }
  return words;
}

function kindOf(character: string | undefined): CharacterKind {
  if (character === undefined || SPACE.test(character)) return 'space';
  return LETTER.test(character) ? 'letter' : 'symbol';
}
