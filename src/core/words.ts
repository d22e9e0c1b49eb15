import type { AttentionMap } from './attention';

const LETTER = /^[\p{L}\p{M}\p{N}_'’]$/u;
const SPACE = /^\s$/u;

type Kind = 'letter' | 'space' | 'sign';

/**
 * Tokens that are one word, or one run of signs, belong together: their indices, in order. Models that cut the same
 * text into different tokens get the same words but for white space and special tokens.
 *
 * @param pieces text of each token
 * @param starts offset of each token, −1 for special tokens, which stay alone; `ends` likewise
 */
export function wordsOf(pieces: readonly string[], starts: ArrayLike<number>, ends: ArrayLike<number>): number[][] {
  const words: number[][] = [];
  pieces.forEach((piece, token) => {
    const goesOn =
      token > 0 &&
      starts[token]! >= 0 &&
      starts[token] === ends[token - 1] &&
      kindOf([...piece].at(0)) === kindOf([...pieces[token - 1]!].at(-1)) &&
      kindOf([...piece].at(0)) !== 'space';
    if (goesOn) words.at(-1)!.push(token);
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
