import type { AttentionMap } from '../attention/attentionMap';
import type { Span } from './span';

const LETTER = /^[\p{L}\p{M}\p{N}_'’]$/u;
const SPACE = /^\s$/u;
const WORDS = new Intl.Segmenter(undefined, { granularity: 'word' });

type Kind = 'letter' | 'space' | 'sign';

/**
 * Tokens that are one word, or one run of signs, belong together: their indices, in order. Models that cut the same
 * text into different tokens get the same words but for white space and special tokens.
 *
 * @param pieces text of each token
 * @param starts offset of each token, −1 for special tokens, which stay alone; `ends` likewise
 */
export function wordsOf(pieces: readonly string[], starts: ArrayLike<number>, ends: ArrayLike<number>): number[][] {
  const runs: number[][] = [];
  pieces.forEach((_, token) => {
    if (token > 0 && goesOn(token, pieces, starts, ends)) runs.at(-1)!.push(token);
    else runs.push([token]);
  });
  return runs.flatMap((run) => cut(run, pieces, starts));
}

const LETTER_OR_NUMBER = /[\p{L}\p{N}]/u;

/** A word, and the indices of its tokens. */
export interface Word extends Span {
  readonly tokens: readonly number[];
}

/** The words that tokens of `text` are: those with a letter or a number, without the blank before them. */
export function wordsIn(text: string, starts: ArrayLike<number>, ends: ArrayLike<number>): Word[] {
  const pieces = Array.from(starts, (start, token) => text.slice(start, ends[token]));
  return wordsOf(pieces, starts, ends)
    .map((tokens) => {
      const [first, last] = [tokens[0]!, tokens.at(-1)!];
      const blank = pieces[first]!.length - pieces[first]!.trimStart().length;
      return { start: starts[first]! + blank, end: ends[last]!, tokens };
    })
    .filter(({ start, end }) => LETTER_OR_NUMBER.test(text.slice(start, end)));
}

/** Whether a token stands right behind the one before and is of its kind, or shares a character with it. */
function goesOn(token: number, pieces: readonly string[], starts: ArrayLike<number>, ends: ArrayLike<number>): boolean {
  const [start, end] = [starts[token]!, ends[token - 1]!];
  if (start < 0 || end < 0 || start > end) return false;
  const kind = kindOf([...pieces[token]!].at(0));
  return start < end || (kind !== 'space' && kind === kindOf([...pieces[token - 1]!].at(-1)));
}

/** Cuts a run of letters where a word begins, which in scripts without spaces is not at its start alone. */
function cut(run: readonly number[], pieces: readonly string[], starts: ArrayLike<number>): number[][] {
  if (run.length === 1) return [[...run]];
  const start = starts[run[0]!]!;
  let text = '';
  for (const token of run) if (starts[token]! - start >= text.length) text += pieces[token];
  const begins = new Set(Array.from(WORDS.segment(text), ({ index }) => index));
  const isSigns = kindOf([...text.trimStart()].at(0)) === 'sign';
  const words: number[][] = [];
  run.forEach((token, index) => {
    const isSameCharacter = index > 0 && starts[token] === starts[run[index - 1]!];
    if (index > 0 && (isSigns || isSameCharacter || !begins.has(starts[token]! - start))) words.at(-1)!.push(token);
    else words.push([token]);
  });
  return words;
}

function kindOf(character: string | undefined): Kind {
  if (character === undefined || SPACE.test(character)) return 'space';
  return LETTER.test(character) ? 'letter' : 'sign';
}

/**
 * The map between words instead of tokens: what a word is looked at is the sum over its tokens, what it looks at their
 * mean, so that rows still sum to 1 (as Clark et al. 2019, "What Does BERT Look At?", do).
 */
export function mergeWords(map: AttentionMap, words: readonly (readonly number[])[]): AttentionMap {
  const size = words.length;
  const wordOf = new Int32Array(map.size);
  words.forEach((tokens, word) => tokens.forEach((token) => (wordOf[token] = word)));
  const weights = new Float32Array(size * size);
  words.forEach((tokens, word) => {
    for (const token of tokens) {
      for (let column = 0; column < map.size; column++) {
        weights[word * size + wordOf[column]!]! += map.weights[token * map.size + column]! / tokens.length;
      }
    }
  });
  return { size, weights };
}
